import fc from 'fast-check'
import { findSuspects, newcomersBefore, type SuspectsInput } from '../../../src/containment/suspects.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { InventoryEntity } from '../../../src/ports.js'
import { aCall, applied, aUserActor, byAdmin, eve } from './records.js'
import { aGroup, aRole, aUser, planFor } from './samples.js'

const block = applied(planFor(aUser()))
const lookback = 15 * 60_000
const plannedAt = '2026-03-01T09:45:00.400Z'
const inWindow = '2026-03-01T10:00:02Z'

function inventory(name: string, createdAt: string, changes: Partial<InventoryEntity> = {}): InventoryEntity {
  const arn = `arn:aws:iam::111122223333:user/${name}`
  const policies = { inlinePolicies: [], attachedPolicies: [] }
  return { type: 'user', name, arn, uniqueId: `AIDA${name}`, createdAt, ...policies, ...changes }
}

function aKey(userName: string, accessKeyId: string, createdAt: string) {
  return { userName, key: { accessKeyId, status: 'Active', createdAt } as const }
}

/** Somebody makes a user, a role, or a key of a user. */
function making(
  actor: CloudTrailEvent['actor'],
  created: NonNullable<CloudTrailEvent['created']>,
  eventTime = inWindow,
): CloudTrailEvent {
  const eventName = { user: 'CreateUser', role: 'CreateRole', accessKey: 'CreateAccessKey' }[created.kind]
  return byAdmin({ eventName, eventTime, created, actor })
}

function find(changes: Partial<SuspectsInput>) {
  const nothing = { inventory: [], newKeys: [], events: [], lookedAt: '2026-03-01T10:10:00Z' }
  return findSuspects({ ...nothing, block, plannedAt, suspectLookbackMs: lookback, ...changes })
}

const names = (changes: Partial<SuspectsInput>) =>
  find(changes).map(({ kind, name, cause }) => `${kind} ${name} ${cause}`)

describe('new principals and keys around a block', () => {
  it('whose maker no record tells are suspects of unknown cause', () => {
    const newKeys = [aKey('adam', 'AKIAEXAMPLENEW0000001', inWindow)]
    expect(find({ inventory: [inventory('backdoor', inWindow)], newKeys })).toEqual([
      { kind: 'accessKey', name: 'adam/AKIAEXAMPLENEW0000001', createdAt: inWindow, by: null, cause: 'unknown' },
      { kind: 'user', name: 'backdoor', createdAt: inWindow, by: null, cause: 'unknown' },
    ])
  })

  it.each([
    ['a second before the plan', '2026-03-01T09:44:59Z', 0],
    ['in the second of the plan', '2026-03-01T09:45:00Z', 1],
    ['at the end of the window', '2026-03-01T10:00:04Z', 1],
    ['after the block was enforced', '2026-03-01T10:00:05Z', 0],
  ])('created %s', (_, createdAt, count) => {
    expect(find({ inventory: [inventory('x', createdAt)] })).toHaveLength(count)
  })

  it('In-window vs after-window: what the principal made within the window is a suspect, and no failed block', () => {
    const event = making(eve(), { kind: 'user', name: 'backdoor' })
    expect(find({ inventory: [inventory('backdoor', inWindow)], events: [event] })).toEqual([
      {
        kind: 'user',
        name: 'backdoor',
        createdAt: inWindow,
        by: 'arn:aws:iam::111122223333:user/staff/eve',
        cause: 'principal',
      },
    ])
  })

  it('what the principal made is a suspect whenever it was since the lookback, in the inventory or not', () => {
    const late = making(eve(), { kind: 'role', name: 'late' }, '2026-03-01T11:00:00Z')
    const early = making(eve(), { kind: 'user', name: 'early' }, '2026-03-01T09:44:59Z')
    expect(names({ events: [late, early] })).toEqual(['role late principal'])
  })

  it('what somebody else made is none, and neither is what we made', () => {
    const ours = { arn: 'arn:aws:sts::111122223333:assumed-role/tourniquet/x' }
    const events = [
      making(aUserActor('admin'), { kind: 'user', name: 'newbie' }),
      making(ours, { kind: 'role', name: 'probe' }),
      making(aUserActor('admin'), { kind: 'accessKey', name: 'AKIA9', accessKeyId: 'AKIA9', userName: 'newbie' }),
    ]
    const role = { type: 'role', arn: 'arn:aws:iam::111122223333:role/probe' } as const
    const entities = [inventory('Newbie', inWindow), inventory('probe', inWindow, role)]
    expect(find({ inventory: entities, newKeys: [aKey('newbie', 'AKIA9', inWindow)], events })).toEqual([])
  })

  it('a record of a namesake made at another time explains nothing', () => {
    const event = making(aUserActor('admin'), { kind: 'user', name: 'x' }, '2026-03-01T09:50:00Z')
    expect(names({ inventory: [inventory('x', inWindow)], events: [event] })).toEqual(['user x unknown'])
  })

  it('roles that only AWS can make, groups, and the principal itself are none', () => {
    const role = (name: string, path: string) =>
      inventory(name, inWindow, { type: 'role', arn: `arn:aws:iam::111122223333:role${path}${name}` })
    const entities = [
      role('AWSServiceRoleForX', '/aws-service-role/x.amazonaws.com/'),
      role('AWSReservedSSO_x', '/aws-reserved/sso.amazonaws.com/'),
      inventory('team', inWindow, { type: 'group' }),
      inventory('EVE', inWindow),
    ]
    expect(find({ inventory: entities })).toEqual([])
    expect(names({ inventory: [role('AWSServiceRoleForX', '/')] })).toEqual(['role AWSServiceRoleForX unknown'])
  })

  it("a role is none only where its path is AWS's own, not where some of its path or name looks so", () => {
    const role = (name: string, path: string) =>
      inventory(name, inWindow, { type: 'role', arn: `arn:aws:iam::111122223333:role${path}${name}` })
    const lookalikes = [
      role('one', '/x:role/aws-service-role/'),
      role('two', '/team/aws-reserved/sso.amazonaws.com/'),
      role('AWSReservedSSO_three', '/'),
    ]
    expect(find({ inventory: lookalikes }).map(({ name }) => name)).toEqual(['AWSReservedSSO_three', 'one', 'two'])
    expect(find({ inventory: [role('x', '/aws-reserved/sso.amazonaws.com/eu-west-1/')] })).toEqual([])
  })

  it("members of a blocked group are none; a role of the user's name is one", () => {
    const group = applied(planFor(aGroup()))
    expect(find({ block: group, inventory: [inventory('bob', inWindow)] })).toEqual([])
    const arn = 'arn:aws:iam::111122223333:role/eve'
    expect(names({ inventory: [inventory('eve', inWindow, { type: 'role', arn })] })).toEqual(['role eve unknown'])
  })

  it("the user's keys that the plan knows are none, one made since is", () => {
    const newKeys = [
      aKey('eve', 'AKIAEXAMPLE0000000001', inWindow),
      aKey('eve', 'AKIAEXAMPLENEW0000001', '2026-03-01T10:00:03Z'),
    ]
    expect(names({ newKeys })).toEqual(['accessKey eve/AKIAEXAMPLENEW0000001 unknown'])
  })
})

describe('newcomers before a plan', () => {
  const before = (entities: readonly InventoryEntity[]) =>
    newcomersBefore('2026-03-01T10:00:00Z', { inventory: entities, entity: block.plan.entity, lookbackMs: lookback })

  it('are named with their time to whoever approves it', () => {
    expect(before([inventory('x', '2026-03-01T09:50:00Z')])).toEqual(['user x at 2026-03-01T09:50:00Z'])
  })

  it('are none where they are older, groups, or the principal itself', () => {
    const { uniqueId } = block.plan.entity
    const entities = [
      inventory('old', '2026-03-01T09:44:59Z'),
      inventory('team', '2026-03-01T09:50:00Z', { type: 'group' }),
      inventory('eve', '2026-03-01T09:50:00Z', { uniqueId }),
    ]
    expect(before(entities)).toEqual([])
  })
})

describe("the attacker's family", () => {
  it('what a suspect makes later is a suspect, down the line and in any order of the records', () => {
    const events = [
      making(eve(), { kind: 'user', name: 'one' }),
      making(aUserActor('one'), { kind: 'accessKey', name: 'AKIA1', accessKeyId: 'AKIA1', userName: 'two' }),
      making(aUserActor('two', { accessKeyId: 'AKIA1' }), { kind: 'role', name: 'three' }, '2026-03-01T12:00:00Z'),
    ]
    const expected = ['accessKey two/AKIA1 principal', 'user one principal', 'role three principal']
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 3 }), (shuffled) => {
        expect(names({ events: shuffled })).toEqual(expected)
      }),
    )
  })

  it('what a suspect of unknown cause makes is a suspect with a cause', () => {
    const events = [making(aUserActor('ghost'), { kind: 'role', name: 'next' }, '2026-03-01T11:00:00Z')]
    expect(names({ inventory: [inventory('ghost', inWindow)], events })).toEqual([
      'user ghost unknown',
      'role next principal',
    ])
  })

  it('what is made from a role that the principal moved on to is a suspect', () => {
    const assumed = aCall({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      eventTime: '2026-03-01T09:00:00Z',
      actor: eve(),
      issued: { kind: 'assumeRole', accessKeyId: 'ASIACHAINED', roleArn: 'arn:aws:iam::111122223333:role/admin' },
    })
    const chained = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/admin/x',
      accessKeyId: 'ASIACHAINED',
    }
    const other = { ...chained, accessKeyId: 'ASIAOTHERS' }
    const events = [
      assumed,
      making(chained, { kind: 'user', name: 'hers' }),
      making(other, { kind: 'user', name: 'theirs' }),
    ]
    expect(names({ events })).toEqual(['user hers principal'])
  })

  it('a namesake of a suspect in another account makes no suspects', () => {
    const elsewhere = { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/one' }
    const events = [making(eve(), { kind: 'user', name: 'one' }), making(elsewhere, { kind: 'user', name: 'two' })]
    expect(names({ events })).toEqual(['user one principal'])
  })

  it('a password or another trust that the principal gave somebody else opens a way back', () => {
    const events = [
      byAdmin({ eventName: 'CreateLoginProfile', requestParameters: { userName: 'adam' }, actor: eve() }),
      byAdmin({ eventName: 'UpdateAssumeRolePolicy', requestParameters: { roleName: 'admin' }, actor: eve() }),
      byAdmin({ eventName: 'UpdateAssumeRolePolicy', requestParameters: { roleName: 'other' } }),
      byAdmin({
        eventName: 'CreateLoginProfile',
        requestParameters: { userName: 'denied' },
        actor: eve(),
        errorCode: 'AccessDenied',
      }),
    ]
    expect(names({ events })).toEqual(['role admin principal', 'user adam principal'])
  })

  it('a plan about one session does not suspect what other sessions of the role made', () => {
    const plan = planFor(aRole(), { role: ['deny-session'] }, { sessionName: 'build-17' })
    const other = { ...aCall().actor, principalId: 'AROAEXAMPLECIDEPLOY01:build-18', accessKeyId: 'ASIA18' }
    const events = [
      making(aCall().actor, { kind: 'user', name: 'hers' }),
      making(other, { kind: 'user', name: 'theirs' }),
    ]
    const entities = [inventory('theirs', inWindow)]
    expect(names({ block: applied(plan), events, inventory: entities })).toEqual(['user hers principal'])
  })
})

describe('keys', () => {
  it('made by the principal are told from CloudTrail alone, its own and those of others', () => {
    const events = [
      making(eve(), { kind: 'accessKey', name: 'AKIA1', accessKeyId: 'AKIA1', userName: 'adam' }),
      making(eve(), { kind: 'accessKey', name: 'AKIA2', accessKeyId: 'AKIA2' }),
      making(aUserActor('admin'), { kind: 'accessKey', name: 'AKIA3', accessKeyId: 'AKIA3', userName: 'adam' }),
      making(eve(), { kind: 'user', name: 'no-key' }),
    ]
    expect(names({ events })).toEqual([
      'accessKey adam/AKIA1 principal',
      'accessKey eve/AKIA2 principal',
      'user no-key principal',
    ])
  })

  it('whose id was cut off the record are known by their user, and named by what IAM lists', () => {
    const cut = byAdmin({
      eventName: 'CreateAccessKey',
      eventTime: inWindow,
      actor: eve(),
      requestParameters: { userName: 'adam' },
    })
    expect(names({ events: [cut] })).toEqual(['accessKey adam/(id unknown) principal'])
    expect(names({ events: [cut], newKeys: [aKey('adam', 'AKIA7', inWindow)] })).toEqual([
      'accessKey adam/AKIA7 principal',
    ])
  })
})
