import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anEvent, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { bo, call, found, other, times } from './detection-case.js'
import { foundInDays } from './found-in-days.js'

/** What a log of a few days shows to be somebody’s work, where nothing is known from before. */

describe('snapshots that are shared', () => {
  const id = 'snapshot-or-image-shared'
  const share = (hour: number, userId = other, more: Partial<CloudTrailEvent> = {}) =>
    call(
      'ec2 ModifySnapshotAttribute',
      { snapshotId: `snap-${hour}`, createVolumePermission: { add: { items: [{ userId }] } } },
      { eventTime: at(hour), ...more },
    )
  const nightly = [2.2, 26.3, 50.1].flatMap((hour) => [share(hour), share(hour + 0.05)])

  it('with one account at the same time of three days, from the one address of a program, are backups', () => {
    expect(foundInDays(id, nightly)).toMatchObject({
      severity: 'low',
      why: ['day after day at the same time, from one address, as backups are'],
    })
  })

  it('around midnight are so, too', () => {
    expect(foundInDays(id, [share(23.9), share(48.1), share(71.95), share(96.05)])?.severity).toBe('low')
  })

  it.each([
    ['on two days', nightly.slice(0, 4)],
    ['at any hour', [share(2.2), share(30), share(50.1)]],
    ['with a stranger once', [...nightly, share(50.2, '999900002222')]],
    ['from a second address once', [...nightly, share(50.2, other, { sourceIp: '203.0.113.9' })]],
    [
      'by a program that was seen elsewhere, too',
      [...nightly, anEvent({ sourceIp: '203.0.113.9', eventTime: at(40) })],
    ],
  ])('%s are a loss of data', (_title, events) => {
    expect(foundInDays(id, events)?.severity).toBe('high')
  })
})

describe('a night of backups', () => {
  const night = (n: number) => [
    call('ec2 CreateSnapshot', { volumeId: `vol-${n}` }, { responseElements: { snapshotId: `snap-${n}` } }),
    call('ec2 ModifySnapshotAttribute', {
      snapshotId: `snap-${n}`,
      createVolumePermission: { add: { items: [{ userId: other }] } },
    }),
    call('ec2 DeleteSnapshot', { snapshotId: `snap-old-${n}` }),
  ]
  const gravity = (events: readonly CloudTrailEvent[]) => found('snapshot-or-image-shared', events)?.severity
  const nights = [0, 1, 2].flatMap(night)

  it('is asked about where as many old ones go as new ones are made and handed on', () => {
    expect(gravity(nights)).toBe('medium')
  })

  it('is work where the same was done at the same time the night before', () => {
    const before = nights.map((event) => ({ ...event, eventId: `${event.eventId}-before`, eventTime: at(-15) }))
    expect(foundInDays('snapshot-or-image-shared', [...before, ...nights])?.severity).toBe('low')
    const earlier = before.map((event) => ({ ...event, eventTime: at(-20) }))
    expect(foundInDays('snapshot-or-image-shared', [...earlier, ...nights])?.severity).toBe('medium')
  })

  it.each([
    ['none go', nights.filter(({ eventName }) => eventName !== 'DeleteSnapshot')],
    ['few go', [0, 1].flatMap(night)],
    ['more go than are made', [...nights, call('ec2 DeleteSnapshot', { snapshotId: 'snap-old-9' })]],
    ['what is handed on was there before', nights.slice(1)],
    [
      'its own ones go, as traces do',
      [0, 1, 2].flatMap((n) => [...night(n).slice(0, 2), call('ec2 DeleteSnapshot', { snapshotId: `snap-${n}` })]),
    ],
  ])('is a loss of data where %s', (_title, events) => {
    expect(gravity(events)).toBe('high')
  })
})

describe('backups that are deleted', () => {
  const id = 'backups-deleted'
  const made = (n: number) => call('ec2 CreateSnapshot', { volumeId: `vol-${n}` })
  const gone = (n: number) => call('ec2 DeleteSnapshot', { snapshotId: `snap-old-${n}` })

  it('are a rotation where as many are made on the day by the same actor', () => {
    expect(found(id, [...times(6, made), ...times(6, gone)])?.severity).toBe('low')
  })

  it('are none where more go, where another one made them, or where they are copied first', () => {
    const copied = (n: number) => call('ec2 CopySnapshot', { sourceSnapshotId: `snap-old-${n}` })
    expect(found(id, [...times(5, made), ...times(6, gone)])?.severity).toBe('medium')
    expect(found(id, [...times(6, made).map((act) => ({ ...act, actor: bo })), ...times(6, gone)])?.severity).toBe(
      'medium',
    )
    expect(found(id, [...times(6, copied), ...times(6, gone)])?.severity).toBe('medium')
  })
})

describe('help with signing in', () => {
  const home = '203.0.113.77'
  const atHome = anEvent({ actor: bo, sourceIp: home, eventTime: at(8) })
  const own = (name: string, sourceIp = home, actor = bo) =>
    call(name, { userName: 'bo' }, { actor, sourceIp, eventTime: at(10) })
  const reset = call('iam UpdateLoginProfile', { userName: 'bo', passwordResetRequired: true })
  const taken = call('iam DeactivateMFADevice', { userName: 'bo', serialNumber: 'arn:mfa' })

  it.each([
    ['iam-login-profile-updated', reset, 'iam ChangePassword'],
    ['iam-mfa-removed', taken, 'iam EnableMFADevice'],
  ])('%s weighs less where its owner takes it up from where it called before', (id, act, answer) => {
    expect(found(id, [atHome, act, own(answer)])?.severity).toBe('low')
    expect(found(id, [atHome, act])?.severity).toBe('medium')
    expect(found(id, [atHome, act, own(answer, '203.0.113.99')])?.severity).toBe('medium')
    expect(found(id, [act, own(answer)])?.severity).toBe('medium')
    expect(found(id, [atHome, act, own(answer, home, aUser('ana'))])?.severity).toBe('medium')
    const hereToo = anEvent({ actor: bo, eventTime: at(8) })
    expect(found(id, [hereToo, act, own(answer, '198.51.100.7')])?.severity).toBe('medium')
  })

  it('is none where the password is not for one use', () => {
    const set = call('iam UpdateLoginProfile', { userName: 'bo' })
    expect(found('iam-login-profile-updated', [atHome, set, own('iam ChangePassword')])?.severity).toBe('high')
  })
})

describe('a key for a user that its maker made', () => {
  const made = (mfa: boolean) => [
    call('iam CreateUser', { userName: 'new' }, { actor: { ...aUser('ana'), mfa } }),
    call('iam CreateAccessKey', { userName: 'new' }, { actor: { ...aUser('ana'), mfa } }),
  ]

  it('is how somebody begins to work, with MFA', () => {
    expect(found('iam-access-key-created', made(true))?.severity).toBe('low')
    expect(found('iam-access-key-created', made(false))?.severity).toBe('medium')
    expect(found('iam-access-key-created', made(true).slice(1))?.severity).toBe('medium')
  })
})

describe('models that a user calls with its own key', () => {
  const use = (hour: number, more: Partial<CloudTrailEvent> = {}, modelId = 'm') =>
    call('bedrock InvokeModel', { modelId }, { eventTime: at(hour), ...more })
  const daily = [use(9), use(33), use(57)]
  const gravity = (events: readonly CloudTrailEvent[]) => foundInDays('bedrock-models-used', events)?.severity

  it('are its work where it is one model from one address on several days', () => {
    expect(gravity(daily)).toBe('low')
  })

  it.each([
    ['on one day', daily.slice(0, 1)],
    ['in another region once', [...daily, use(58, { region: 'eu-west-1' })]],
    ['from elsewhere once', [...daily, use(58, { sourceIp: '203.0.113.9' })]],
    ['another model once', [...daily, use(58, {}, 'n')]],
    ['in vain once', [...daily, use(58, { errorCode: 'ValidationException' })]],
  ])('are asked about where they are called %s', (_title, events) => {
    expect(gravity(events)).toBe('medium')
  })
})

describe('people who were at work', () => {
  const id = 'iam-users-at-work-shut-out'
  const people = ['bo', 'cy', 'di']
  const atWork = people.map((name) => anEvent({ actor: aUser(name), eventTime: at(8) }))
  const out = people.map((userName) => call('iam DeleteLoginProfile', { userName }))

  it('and are shut out by one are shut out on purpose', () => {
    expect(found(id, [...atWork, ...out])?.severity).toBe('high')
    expect(found(id, [...atWork, ...out.slice(1)])?.severity).toBe('medium')
  })

  it('are others than those who are gone', () => {
    expect(found(id, out)).toBeUndefined()
    expect(found(id, [...atWork.map((event) => ({ ...event, eventTime: at(-40) })), ...out])).toBeUndefined()
  })

  it('are not shut out by a password for one use', () => {
    const help = people.map((userName) => call('iam UpdateLoginProfile', { userName, passwordResetRequired: true }))
    expect(found(id, [...atWork, ...help])).toBeUndefined()
  })
})

describe('a key made for somebody else', () => {
  const id = 'iam-created-key-used'
  const theft = '203.0.113.66'
  const made = call(
    'iam CreateAccessKey',
    { userName: 'bo' },
    { created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' } },
  )
  const before = anEvent({ actor: bo, sourceIp: '203.0.113.1', eventTime: at(8) })
  const used = anEvent({ actor: aUser('bo', 'AKIANEW'), sourceIp: theft, eventTime: at(10) })
  const thief = anEvent({ actor: aUser('eve'), sourceIp: theft, eventTime: at(8.5) })

  it('and used where that one never was, but a third one is, is in the hands of the third', () => {
    expect(found(id, [before, thief, made, used])).toMatchObject({
      severity: 'medium',
      actorKeys: ['user:111122223333:ana', 'user:111122223333:bo'],
    })
  })

  it('and used elsewhere is its owner’s, as far as records tell', () => {
    expect(found(id, [before, made, used])?.severity).toBe('low')
    expect(found(id, [thief, made, used])?.severity).toBe('low')
    const usual = { ...before, sourceIp: theft, eventId: 'usual' }
    expect(found(id, [before, usual, thief, made, used])?.severity).toBe('low')
  })
})
