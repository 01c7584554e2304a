import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, type DetectionCase, expectCases, failed, found, times } from './detection-case.js'
import { foundInDays } from './found-in-days.js'

const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'sa-east-1', 'ap-south-1']
const inRegions = (name: string, count: number, request = {}) =>
  regions.slice(0, count).map((region) => call(name, request, { region }))

const cases: DetectionCase[] = [
  {
    id: 'compute-in-many-regions',
    says: 'builds begun in region after region',
    fires: () => inRegions('codebuild StartBuild', 5),
    severity: 'high',
    near: () => inRegions('codebuild StartBuild', 2),
    nearMost: null,
  },
  {
    id: 'compute-in-many-regions',
    says: 'containers, apps and machines of one actor counted together',
    fires: () => [
      call('ecs CreateService', { desiredCount: 2 }, { region: 'us-east-1' }),
      call('amplify CreateApp', {}, { region: 'us-west-2' }),
      call('ec2 RunInstances', { instanceType: 't3.micro' }, { region: 'eu-west-1' }),
    ],
    severity: 'medium',
    near: () => inRegions('ecs UpdateService', 5),
    nearMost: null,
  },
  {
    id: 'compute-in-many-regions',
    says: 'large notebooks in three regions',
    fires: () => inRegions('sagemaker CreateNotebookInstance', 3, { instanceType: 'ml.p3.16xlarge' }),
    severity: 'high',
    near: () => inRegions('sagemaker CreateNotebookInstance', 1, { instanceType: 'ml.g4dn.xlarge' }),
    nearMost: null,
  },
  {
    id: 'messaging-prepared',
    says: 'the limit of spending for text messages',
    fires: () => [call('sns SetSMSAttributes', { attributes: { MonthlySpendLimit: '1000' } })],
    severity: 'medium',
    near: () => [call('sns SetSMSAttributes', { attributes: { DefaultSenderID: 'shop' } })],
    nearMost: null,
  },
  {
    id: 'messaging-prepared',
    says: 'senders made in number',
    fires: () => times(4, (n) => call('ses CreateEmailIdentity', { emailIdentity: `mail-${n}.example` })),
    severity: 'medium',
    near: () => [call('ses CreateEmailIdentity', { emailIdentity: 'mail.example' })],
    nearMost: 'low',
  },
  {
    id: 'organizations-root-access-enabled',
    says: 'root of the member accounts opened',
    fires: () => [call('iam EnableOrganizationsRootSessions')],
    severity: 'medium',
    near: () => [call('iam DisableOrganizationsRootSessions')],
    nearMost: null,
  },
  {
    id: 'sts-root-assumed',
    says: 'root taken on to give it a password',
    fires: () => [assumedFor('IAMCreateRootUserPassword')],
    severity: 'high',
    near: () => [assumedFor('IAMDeleteRootUserCredentials')],
    nearMost: 'medium',
  },
  {
    id: 'sts-root-assumed',
    says: 'root taken on for a task that nobody knows',
    fires: () => [assumedFor('SomethingNew')],
    severity: 'high',
    near: () => [assumedFor('IAMAuditRootUserCredentials')],
    nearMost: 'low',
  },
  {
    id: 'kms-key-destroyed',
    says: 'a key scheduled for deletion within a week',
    fires: () => [call('kms ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 7 })],
    severity: 'high',
    near: () => [call('kms ScheduleKeyDeletion', { keyId: 'k', pendingWindowInDays: 30 })],
    nearMost: 'medium',
  },
]

function assumedFor(task: string): CloudTrailEvent {
  const taskPolicyArn = { arn: `arn:aws:iam::aws:policy/root-task/${task}` }
  return call('sts AssumeRoot', { targetPrincipal: '555544443333', taskPolicyArn })
}

expectCases(cases)

describe('compute in many regions', () => {
  const daily = (days: number) =>
    [0, 1, 2]
      .slice(0, days)
      .flatMap((n) => inRegions('ecs RunTask', 3).map((event) => ({ ...event, eventTime: at(9 + 24 * n) })))

  it('weighs less where it is begun there day after day', () => {
    expect(foundInDays('compute-in-many-regions', daily(2))?.severity).toBe('medium')
    expect(foundInDays('compute-in-many-regions', daily(3))?.severity).toBe('low')
  })

  it('counts what is begun within two days, not what weeks add up to', () => {
    const slowly = inRegions('ec2 RunInstances', 5).map((event, n) => ({ ...event, eventTime: at(9 + 48 * n) }))
    expect(foundInDays('compute-in-many-regions', slowly)).toBeUndefined()
  })

  it('of several actors is not added up', () => {
    const byMany = inRegions('ec2 RunInstances', 5).map((event, n) => ({ ...event, actor: aUser(`u${n}`) }))
    expect(found('compute-in-many-regions', byMany)).toBeUndefined()
  })
})

describe('blocks of snapshots', () => {
  const id = 'ebs-snapshot-blocks-read'
  const block = (hour: number, actor = aUser('ana')) =>
    anEvent({ eventSource: 'ebs.amazonaws.com', eventName: 'GetSnapshotBlock', eventTime: at(hour), actor })
  const disk = (hour: number, actor = aUser('ana')) => times(60, (n) => block(hour + n / 1000, actor))
  const product = aSessionOf({ role: 'vault', session: 's', accessKeyId: 'ASIAVAULT' })

  it('read in one go with a user’s own key are a grave loss of data', () => {
    const events = disk(9)
    const detection = found(id, events)
    expect(detection).toMatchObject({ severity: 'high', tactic: 'exfiltration', what: '60 blocks of snapshots read' })
    expect(events.map(({ eventId }) => eventId)).toEqual(expect.arrayContaining([...(detection?.eventIds ?? [])]))
  })

  it('read by a role in one go are asked about', () => {
    expect(found(id, disk(9, product))?.severity).toBe('medium')
  })

  it('read on several days, or in the time before, are backups', () => {
    expect(foundInDays(id, [...disk(9), ...disk(33), ...disk(57)])?.severity).toBe('low')
    expect(found(id, [...disk(9 - 24 * 20), ...disk(9)])?.severity).toBe('low')
  })

  it('few, or in vain, are nothing', () => {
    expect([found(id, disk(9).slice(0, 40)), found(id, disk(9).map(failed))]).toEqual([undefined, undefined])
  })
})

describe('credentials of a function or container', () => {
  const id = 'function-credentials-elsewhere'
  const actor = aSessionOf({ role: 'worker', session: 'job', accessKeyId: 'ASIAJOB' })
  const used = (userAgent: string, sourceIp: string) => anEvent({ actor, userAgent, sourceIp })
  const inside = used('Boto3/1.34.42 exec-env/AWS_Lambda_python3.12 Botocore/1.34.42', '3.92.11.8')

  it('used by a command line outside of it were stolen', () => {
    const outside = used('aws-cli/2.15.0 Python/3.11 Linux/6.6 botocore/2.4', '203.0.113.9')
    expect(found(id, [inside, outside])).toMatchObject({
      severity: 'high',
      actorKeys: ['role:111122223333:worker'],
      eventIds: [outside.eventId],
    })
    expect(found(id, [inside, failed(outside)])?.status).toBe('attempted')
  })

  it.each([
    ['from another address, as functions do', [inside, used(inside.userAgent ?? '', '3.92.200.1')]],
    [
      'by a client of another make, which does not say where it runs',
      [inside, used('python-requests/2.31', '3.92.200.1')],
    ],
    ['by two programs at one address', [inside, used('aws-cli/2.15.0', '3.92.11.8')]],
    ['outside alone', [used('aws-cli/2.15.0', '203.0.113.9'), used('Boto3/1.34.0', '203.0.113.10')]],
  ])('used %s tell nothing', (_title, events) => {
    expect(found(id, events)).toBeUndefined()
  })
})
