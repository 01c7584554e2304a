import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { isAtLeast } from '../../../../src/evidence/detections/severity.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { anEvent, at, aUser, factsOf, someEvent } from '../../../support/fixtures/gathered-events.js'
import { call, found, habitOf, policy, quietBaseline, times } from './detection-case.js'

function grave(events: readonly CloudTrailEvent[]): string[] {
  return detectionsOf(factsOf(events))
    .filter(({ severity }) => isAtLeast(severity, 'medium'))
    .map(({ id }) => id)
}

/** Nine o’clock, `n` days on. */
function dayAt(n: number): string {
  return at(9 + 24 * n)
}

function foundInWeeks(id: string, events: readonly CloudTrailEvent[]) {
  const gatherer = new FactsGatherer({ scope: { fromMs: 0, toMs: Date.parse(dayAt(60)) }, baselineFromMs: 0 })
  for (const event of events) gatherer.add(event)
  return detectionsOf(gatherer.facts()).find((detection) => detection.id === id)
}

const services = 'ec2 iam s3 rds lambda kms logs ecs sns sqs dynamodb ses cloudtrail guardduty bedrock config'.split(
  ' ',
)
const reads = (userAgent: string) =>
  services.flatMap((service) =>
    ['ListThings', 'DescribeThings', 'GetThing', 'ListTags', 'DescribeMore'].map((eventName) =>
      anEvent({ eventSource: `${service}.amazonaws.com`, eventName, userAgent }),
    ),
  )

describe('ordinary work is nothing above low', () => {
  it('reads of everything, by a program or in the console', () => {
    expect(grave(reads('Boto3/1.34'))).toEqual([])
    expect(grave(reads('Mozilla/5.0'))).toEqual([])
  })

  it('a sign-in to the console without MFA, and pages that it may not see', () => {
    const signIn = call(
      'signin ConsoleLogin',
      {},
      { userAgent: 'Mozilla/5.0', responseElements: { ConsoleLogin: 'Success' } },
    )
    const denied = reads('Mozilla/5.0').map((event) => ({ ...event, errorCode: 'AccessDenied' }))
    expect(grave([{ ...signIn, actor: { ...signIn.actor, mfa: false } }, ...denied])).toEqual([])
  })

  it('the rotation of one’s own key', () => {
    const created = { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'ana' } as const
    const rotation = [
      call('iam CreateAccessKey', {}, { created }),
      anEvent({ actor: aUser('ana', 'AKIANEW'), eventTime: at(10) }),
      call('iam UpdateAccessKey', { accessKeyId: 'AKIAOLD', status: 'Inactive' }, { eventTime: at(11) }),
      call('iam DeleteAccessKey', { accessKeyId: 'AKIAOLD' }, { eventTime: at(12) }),
      call('iam ChangePassword', {}, { eventTime: at(12) }),
    ]
    expect(grave(rotation)).toEqual([])
  })

  it('a program that reads its two secrets all day', () => {
    expect(
      grave(times(150, (n) => call('secretsmanager GetSecretValue', { secretId: `s${n % 2}` }, { readOnly: true }))),
    ).toEqual([])
  })
})

describe('a baseline', () => {
  const grant = call('iam PutRolePolicy', {
    roleName: 'app',
    policyName: 'x',
    policyDocument: policy({ Action: 's3:*' }),
  })

  it('takes one step off what the actor does as a habit', () => {
    expect(found('iam-policy-attached', [grant])?.severity).toBe('medium')
    expect(found('iam-policy-attached', [grant, ...habitOf(grant)])?.severity).toBe('low')
  })

  it('takes nothing off what others do, or what is never a habit', () => {
    const byOther = habitOf({ ...grant, actor: aUser('bo') })
    expect(found('iam-policy-attached', [grant, ...byOther])?.severity).toBe('medium')
    const stop = call('cloudtrail StopLogging', { name: 'audit' })
    expect(found('cloudtrail-tampered', [stop, ...habitOf(stop)])?.severity).toBe('high')
  })

  it('of a few days says nothing', () => {
    const short = habitOf(grant).slice(0, 5)
    expect(found('iam-policy-attached', [grant, ...short])?.severity).toBe('medium')
  })

  it('is not needed where the scope itself shows weeks of the same work from the same address', () => {
    const daily = times(20, (n) => ({ ...call('iam PutRolePolicy', grant.requestParameters), eventTime: dayAt(n) }))
    const rule = (events: readonly CloudTrailEvent[]) => foundInWeeks('iam-policy-attached', events)
    expect(rule(daily)?.severity).toBe('low')
    expect(rule(daily.slice(0, 12))?.severity).toBe('medium')
    const elsewhere = { ...call('iam PutRolePolicy', grant.requestParameters), sourceIp: '203.0.113.9' }
    expect(rule([...daily, { ...elsewhere, eventTime: dayAt(19) }])?.severity).toBe('medium')
  })

  it('of many grants has the gravest named first', () => {
    const admin = call('iam AttachRolePolicy', {
      roleName: 'back',
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    })
    const detection = found('iam-policy-attached', [
      ...times(9, () => call('iam PutRolePolicy', grant.requestParameters)),
      admin,
    ])
    expect(detection?.what).toMatch(/^AttachRolePolicy: arn:aws:iam::aws:policy\/AdministratorAccess/)
  })

  it('of weeks shows to whom backups go every night', () => {
    // At another hour each night: a timetable would show it within days.
    const share = (n: number, userId: string) => ({
      ...call('ec2 ModifySnapshotAttribute', {
        snapshotId: `snap-${n}`,
        createVolumePermission: { add: { items: [{ userId }] } },
      }),
      eventTime: at(9 + 24 * n + (n % 5)),
    })
    const nightly = times(20, (n) => share(n, '999900001111'))
    expect(foundInWeeks('snapshot-or-image-shared', nightly)?.severity).toBe('low')
    expect(foundInWeeks('snapshot-or-image-shared', nightly.slice(0, 10))?.severity).toBe('high')
    const stranger = share(20, '999900002222')
    expect(foundInWeeks('snapshot-or-image-shared', [...nightly, stranger])).toMatchObject({ severity: 'high' })
  })

  it('lets reads that are new weigh more', () => {
    const names = ['ListUsers', 'ListRoles', 'ListGroups', 'ListPolicies', 'ListAccessKeys', 'ListMFADevices']
    const more = [
      'ListUserPolicies',
      'ListRolePolicies',
      'GetAccountSummary',
      'ListSSHPublicKeys',
      'ListInstanceProfiles',
    ]
    const events = [...names, ...more, 'ListAccountAliases'].map((eventName) =>
      anEvent({ eventSource: 'iam.amazonaws.com', eventName }),
    )
    expect(found('iam-enumeration', events)?.severity).toBe('low')
    expect(found('iam-enumeration', [...events, ...quietBaseline()])?.severity).toBe('medium')
    expect(found('iam-enumeration', [...events, ...events.flatMap(habitOf)])).toBeUndefined()
  })
})

describe('the same records', () => {
  const someChange = fc
    .constantFrom(
      call('iam CreateUser', { userName: 'x' }),
      call('iam AttachUserPolicy', { userName: 'x', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      call('iam CreateAccessKey', { userName: 'x' }),
      call('cloudtrail StopLogging', { name: 'audit' }, { errorCode: 'AccessDenied' }),
      call('s3 DeleteObject', { bucketName: 'b' }),
      call('ec2 GetPasswordData', { instanceId: 'i-1' }, { readOnly: true }),
    )
    .chain((event) =>
      fc.tuple(fc.nat({ max: 20 }), fc.uuid()).map(([hour, eventId]) => ({ ...event, eventId, eventTime: at(hour) })),
    )

  it('give the same detections in whatever order they came', () => {
    const records = fc.array(fc.oneof(someEvent, someChange), { maxLength: 60 })
    fc.assert(
      fc.property(records, fc.nat({ max: 60 }), (all, cut) => {
        const mixed = [...all.slice(cut).reverse(), ...all.slice(0, cut)]
        expect(detectionsOf(factsOf(mixed))).toEqual(detectionsOf(factsOf(all)))
      }),
      { numRuns: 60 },
    )
  })
})
