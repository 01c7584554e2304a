import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, failed, found, other, times, trust } from './detection-case.js'
import { foundInDays } from './found-in-days.js'

/** What programs and responders do all day, and what an attack with their credentials looks like beside it. */

const cloud = { sourceIp: '3.90.4.4', userAgent: 'Boto3/1.34 exec-env/AWS_Lambda_python3.12' }

describe('secrets that are read', () => {
  const id = 'secretsmanager-secrets-read'
  const round = (hour: number, more: Partial<CloudTrailEvent> = {}) =>
    times(14, (n) =>
      call(
        'secretsmanager GetSecretValue',
        { secretId: `s${n}` },
        { readOnly: true, ...cloud, ...more, eventTime: at(hour) },
      ),
    )
  const gravity = (events: readonly CloudTrailEvent[]) => foundInDays(id, events)?.severity

  it('by a program over and over are its own', () => {
    expect(gravity([1, 25, 49].flatMap((hour) => round(hour)))).toBe('informational')
    expect(gravity([1, 1.1, 1.2, 1.3, 1.4].flatMap((hour) => round(hour)))).toBe('informational')
  })

  it('by a function are so with another address each time', () => {
    const moving = [1, 25, 49].flatMap((hour) => round(hour, { sourceIp: `3.90.4.${hour}` }))
    expect(gravity(moving)).toBe('informational')
  })

  it.each([
    ['once', round(1)],
    ['twice', [...round(1), ...round(30)]],
    [
      'once more from elsewhere with another tool',
      [
        ...[1, 25, 49].flatMap((hour) => round(hour)),
        ...round(50, { sourceIp: '203.0.113.9', userAgent: 'aws-cli/2.15.0' }),
      ],
    ],
  ])('%s by whoever holds the credentials are a theft', (_title, events) => {
    expect(gravity(events)).toBe('high')
  })
})

describe('keys that are made for many users', () => {
  const id = 'iam-access-key-created'
  const actor = aSessionOf({ role: 'rotator', session: 'job', accessKeyId: 'ASIAROT' })
  const by = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }
  const started = anAssumption({ by, role: 'rotator', session: 'job', key: 'ASIAROT' })
  const renewed = (n: number, change = { status: 'Inactive' }, hour = 9.1) => [
    call(
      'iam CreateAccessKey',
      { userName: `u${n}` },
      { actor, created: { kind: 'accessKey', name: `AKIA${n}`, accessKeyId: `AKIA${n}` } },
    ),
    call(
      'iam UpdateAccessKey',
      { userName: `u${n}`, accessKeyId: `AKIAOLD${n}`, ...change },
      { actor, eventTime: at(hour) },
    ),
  ]
  const all = (...more: Parameters<typeof renewed> extends [number, ...infer Rest] ? Rest : never) =>
    [0, 1, 2, 3, 4].flatMap((n) => renewed(n, ...more))

  it('are renewed where a program of a service takes the old ones away', () => {
    expect(found(id, [started, ...all()])?.severity).toBe('low')
  })

  it.each([
    ['the old ones are left as they are', [started, ...all({ status: 'Active' })]],
    ['the old ones go hours later', [started, ...all({ status: 'Inactive' }, 14)]],
    ['it is nobody’s program', all()],
  ])('are many doors where %s', (_title, events) => {
    expect(found(id, events)?.severity).toBe('high')
  })
})

describe('whoever contains compromised users', () => {
  const actor = aSessionOf({ role: 'responder', session: 's', accessKeyId: 'ASIAIR' })
  const names = ['bo', 'cy', 'di', 'ed']
  const deny = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
  const key = (userName: string, status: string, hour: number) =>
    call('iam UpdateAccessKey', { userName, accessKeyId: `AKIA${userName}`, status }, { actor, eventTime: at(hour) })
  const blocked = names.flatMap((userName) => [
    call('iam PutUserPolicy', { userName, policyName: 'DenyAll', policyDocument: deny }, { actor }),
    key(userName, 'Inactive', 9),
  ])
  const restored = names.flatMap((userName) => [
    key(userName, 'Active', 11),
    call('iam DeleteUserPolicy', { userName, policyName: 'DenyAll' }, { actor, eventTime: at(11) }),
  ])

  it('takes away what can be given back, and shuts nobody out', () => {
    expect(found('iam-access-of-others-removed', [...blocked, ...restored])?.severity).toBe('low')
  })

  it('is no responder who deletes passwords, too', () => {
    const gone = call('iam DeleteLoginProfile', { userName: 'bo' }, { actor })
    expect(found('iam-access-of-others-removed', [...blocked, gone])?.severity).toBe('medium')
  })

  it('is no responder who holds a user’s key, or calls from several places', () => {
    const byUser = blocked.map((event) => ({ ...event, actor: aUser('ana') }))
    expect(found('iam-access-of-others-removed', byUser)?.severity).toBe('medium')
    const elsewhere = anEvent({ actor, sourceIp: '203.0.113.9' })
    expect(found('iam-access-of-others-removed', [...blocked, elsewhere])?.severity).toBe('medium')
  })

  it('takes its own denials off again, and nobody else’s policies', () => {
    const others = names.map((userName) => call('iam DeleteUserPolicy', { userName, policyName: 'work' }))
    expect(found('iam-access-of-others-removed', others)?.severity).toBe('medium')
    expect(found('iam-access-of-others-removed', restored)?.severity).toBe('medium')
  })

  it('switches on the keys that it switched off', () => {
    expect(found('iam-access-key-reactivated', [...blocked, ...restored])?.severity).toBe('informational')
    expect(found('iam-access-key-reactivated', restored)?.severity).toBe('medium')
    const byOther = restored.map((event) => ({ ...event, actor: aUser('eve') }))
    expect(found('iam-access-key-reactivated', [...blocked, ...byOther])?.severity).toBe('medium')
  })
})

describe('MFA of somebody who leaves', () => {
  const off = call('iam DeactivateMFADevice', { userName: 'bo', serialNumber: 'arn:mfa' })
  const deleted = (more: Partial<CloudTrailEvent> = {}) =>
    call('iam DeleteUser', { userName: 'bo' }, { eventTime: at(10), ...more })

  it('goes with the user, where the same actor deletes both', () => {
    expect(found('iam-mfa-removed', [off, deleted()])?.severity).toBe('low')
    expect(found('iam-mfa-removed', [off, failed(deleted())])?.severity).toBe('medium')
    expect(found('iam-mfa-removed', [off, deleted({ actor: aUser('eve') })])?.severity).toBe('medium')
    expect(found('iam-mfa-removed', [off, deleted({ eventTime: at(8) })])?.severity).toBe('medium')
  })
})

describe('a role that lets another account in', () => {
  const bound = { StringEquals: { 'sts:ExternalId': 'abc' } }
  const made = (condition?: object) => ({
    roleName: 'vendor',
    assumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${other}:root` }, JSON.parse(JSON.stringify(condition ?? {}))),
  })

  it('is a vendor’s where it is new and asks for an external id', () => {
    expect(found('iam-role-created', [call('iam CreateRole', made(bound))])).toMatchObject({
      severity: 'medium',
      why: ['another account is let in with an external id, as vendors are'],
    })
    expect(found('iam-role-created', [call('iam CreateRole', made())])?.severity).toBe('high')
  })

  it('is a back door where it was there before', () => {
    const { roleName, assumeRolePolicyDocument: policyDocument } = made(bound)
    expect(
      found('iam-role-trust-changed', [call('iam UpdateAssumeRolePolicy', { roleName, policyDocument })])?.severity,
    ).toBe('high')
  })
})

describe('containers in great number', () => {
  const id = 'compute-in-many-regions'
  const service = (desiredCount: number, hour = 9) =>
    call('ecs CreateService', { desiredCount }, { eventTime: at(hour) })

  it('are asked about, and those of weeks are not added up', () => {
    expect(foundInDays(id, [service(60), service(60)])?.severity).toBe('medium')
    expect(foundInDays(id, [service(60), service(60, 9 + 24 * 7)])).toBeUndefined()
    expect(
      foundInDays(id, [call('autoscaling CreateAutoScalingGroup', { minSize: 100, maxSize: 999 })])?.severity,
    ).toBe('medium')
  })
})

describe('code of a function', () => {
  const id = 'lambda-code-replaced'
  const replaced = (n: number, functionName = 'api') =>
    call(
      'lambda UpdateFunctionCode20150331v2',
      { functionName },
      { actor: aSessionOf({ role: 'deploy', session: `run-${n}`, accessKeyId: `ASIA${n}` }), eventTime: at(9 + n) },
    )

  it('that is replaced by session after session of one role is deployed', () => {
    expect(
      found(
        id,
        [0, 1, 2].map((n) => replaced(n)),
      )?.severity,
    ).toBe('low')
  })

  it('that is replaced once, or by one session, or as one of many functions, is asked about', () => {
    expect(found(id, [replaced(0)])?.severity).toBe('medium')
    expect(found(id, [replaced(0), replaced(0), replaced(0)])?.severity).toBe('medium')
    expect(
      found(
        id,
        [0, 1, 2].map((n) => replaced(n, `f${n}`)),
      )?.severity,
    ).toBe('medium')
    expect(found(id, [...[0, 1, 2].map((n) => replaced(n)), replaced(3, 'other')])?.severity).toBe('medium')
    expect(
      found(
        id,
        times(3, () => call('lambda UpdateFunctionCode', { functionName: 'api' })),
      )?.severity,
    ).toBe('medium')
  })
})
