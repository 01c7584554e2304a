import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { detectionsOf } from '../../../../src/evidence/detections/detections-of.js'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import { account, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, found, policy, times } from './detection-case.js'

const ecs = policy({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' })
const queue = policy({ Action: 'sqs:*', Resource: '*' })

/** What a tool does that rolls out a service: its role, the role's rights, the machine that gets the role. */
function rollout(trust = ecs, rights = queue) {
  return [
    call('iam CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust }),
    call('iam PutRolePolicy', { roleName: 'app', policyName: 'p', policyDocument: rights }),
    call('ecs RegisterTaskDefinition', { family: 'app', taskRoleArn: `arn:aws:iam::${account}:role/app` }),
  ]
}

function gravities(events: Parameters<typeof found>[1]) {
  return ['iam-policy-attached', 'iam-role-passed-to-compute'].map((id) => found(id, events)?.severity)
}

describe('a rollout', () => {
  it('is nothing above low where its role is for a service, with the rights of its work', () => {
    expect(gravities(rollout())).toEqual(['low', 'low'])
  })

  it.each([
    [
      'the role is for an account, too',
      rollout(policy({ Principal: { AWS: account }, Action: 'sts:AssumeRole' })),
      'medium',
    ],
    ['the role was there before', rollout().slice(1), 'medium'],
    ['somebody else made the role', [{ ...rollout()[0], actor: aUser('bo') }, ...rollout().slice(1)], 'medium'],
    ['the rights are everything', rollout(ecs, policy({ Action: '*', Resource: '*' })), 'high'],
  ])('weighs what it did where %s', (_title, events, grant) => {
    const all = events.map((event) => ({ ...call('iam ListRoles'), ...event }))
    expect(gravities(all)).toEqual([grant, 'medium'])
  })

  it('with nearly all rights of AWS is no work of one service', () => {
    const power = call('iam AttachRolePolicy', {
      roleName: 'app',
      policyArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
    })
    expect(found('iam-policy-attached', [...rollout(), power])?.severity).toBe('medium')
  })
})

/** Without anything before it: the days themselves must tell. */
function inDays(id: string, events: readonly CloudTrailEvent[]) {
  const toMs = Date.parse(at(24 * 30))
  const gatherer = new FactsGatherer({ scope: { fromMs: 0, toMs }, baselineFromMs: 0 })
  for (const event of events) gatherer.add(event)
  return detectionsOf(gatherer.facts()).find((detection) => detection.id === id)
}

describe('code that is replaced', () => {
  const replaced = (n: number, hour: number) =>
    call(
      'lambda UpdateFunctionCode20150331v2',
      { functionName: `f${n}` },
      { eventTime: at(hour), sourceIp: `203.0.113.${n}` },
    )
  const onDays = (count: number) => times(count, (n) => replaced(n, 9 + 24 * n))

  it('weighs less where it is replaced day after day, from wherever', () => {
    expect(inDays('lambda-code-replaced', onDays(3))).toMatchObject({
      severity: 'low',
      why: ['on 3 days, as rollouts are'],
    })
  })

  it.each([
    ['on two days', onDays(2)],
    ['three times in one day', times(3, (n) => replaced(n, 9 + n))],
  ])('does not %s', (_title, events) => {
    expect(inDays('lambda-code-replaced', events)?.severity).toBe('medium')
  })
})

describe('what adds up over weeks', () => {
  const deleted = (n: number, hour: number) =>
    call('ec2 DeleteSnapshot', { snapshotId: `snap-${n}` }, { eventTime: at(hour) })
  const keyMade = (n: number, hour: number) =>
    call('iam CreateAccessKey', { userName: `user-${n}` }, { eventTime: at(hour) })

  it('counts as much as came within two days', () => {
    const spread = times(12, (n) => deleted(n, 9 + 30 * n))
    expect(inDays('backups-deleted', spread)?.severity).toBe('low')
    expect(
      inDays(
        'backups-deleted',
        times(12, (n) => deleted(n, 9 + n)),
      )?.severity,
    ).toBe('high')
    expect(
      inDays(
        'iam-access-key-created',
        times(5, (n) => keyMade(n, 9 + 60 * n)),
      )?.severity,
    ).toBe('medium')
    expect(
      inDays(
        'iam-access-key-created',
        times(5, (n) => keyMade(n, 9 + n)),
      )?.severity,
    ).toBe('high')
  })

  it('leaves out backups that the caller made itself, and takes them away when they are old', () => {
    const made = times(12, (n) =>
      call('ec2 CreateSnapshot', { volumeId: 'vol-1' }, { responseElements: { snapshotId: `snap-${n}` } }),
    )
    const gone = times(12, (n) => deleted(n, 10))
    expect(inDays('backups-deleted', [...made, ...gone])?.severity).toBe('low')
    const byOther = made.map((event) => ({ ...event, actor: aUser('bo') }))
    expect(inDays('backups-deleted', [...byOther, ...gone])?.severity).toBe('high')
  })
})

describe('machines with graphics chips', () => {
  const fleet = (n: number, sourceIp = '198.51.100.7') =>
    call(
      'ec2 CreateFleet',
      { LaunchTemplateConfigs: { Overrides: [{ InstanceType: 'g5.2xlarge' }] } },
      { eventTime: at(9 + 24 * n), sourceIp },
    )
  const gravity = (events: readonly CloudTrailEvent[]) => inDays('ec2-unusual-instances-launched', events)?.severity

  it('launched day after day from one address for a week are an autoscaler’s', () => {
    expect(gravity(times(7, (n) => fleet(n)))).toBe('low')
  })

  it('are graver the fewer the days, and from changing addresses', () => {
    expect(gravity([fleet(0), fleet(1)])).toBe('high')
    expect(gravity(times(4, (n) => fleet(n)))).toBe('medium')
    expect(gravity(times(7, (n) => fleet(n, `203.0.113.${n}`)))).toBe('medium')
  })
})

describe('a provider of the caller’s own making', () => {
  const provider = `arn:aws:iam::${account}:saml-provider/idp`
  const made = call('iam CreateSAMLProvider', { name: 'idp' }, { responseElements: { sAMLProviderArn: provider } })
  const trust = policy({
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  })
  const opened = call('iam UpdateAssumeRolePolicy', { roleName: 'admins', policyDocument: trust })

  it('that a role of old is opened to is grave; that a new role is made for, is setting it up', () => {
    expect(found('iam-role-trust-changed', [made, opened])?.severity).toBe('high')
    const created = call('iam CreateRole', { roleName: 'admins', assumeRolePolicyDocument: trust })
    expect(found('iam-role-created', [made, created])?.severity).toBe('medium')
  })

  it('is none that somebody else made, or that was there before', () => {
    expect(found('iam-role-trust-changed', [opened])?.severity).toBe('low')
    expect(found('iam-role-trust-changed', [{ ...made, actor: aUser('bo') }, opened])?.severity).toBe('low')
  })
})
