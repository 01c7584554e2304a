import { callsOf, ourWrites, policiesOf } from '../support/world/calls.js'
import { looksAt } from '../support/world/timing.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const [server] = await worldServers()
if (server === undefined) throw new Error('There is no database.')
const createWorld = useWorlds(server)

describe('19. Same-second concurrency', () => {
  it('two findings within 50 ms and two workers: one incident that both join, and one block', async () => {
    const world = await createWorld()
    await world.work({ workerId: 'wrk_one' })
    await world.work({ workerId: 'wrk_two' })
    const ids = await Promise.all([world.open({ sourceId: 'one' }), world.open({ sourceId: 'two' })])
    expect(new Set(ids).size).toBe(1)
    await world.reach(ids[0], 'awaitingApproval')
    await Promise.all([world.approve(ids[0]), world.approve(ids[0])])
    const first = await world.reach(ids[0], 'contained')
    expect(first.snapshot.context.joinedFindings).toBe(1)
    expect(world.people.asked).toHaveLength(1)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)

    await world.prepareRestore(ids[0], 'false-alarm')
    await world.approveRestore(ids[0])
    await world.reach(ids[0], 'closed')
    const lastSeenAt = new Date(Date.now() + 60_000).toISOString()
    const later = await world.block({ sourceId: 'three', lastSeenAt })
    const second = await world.reach(later, 'contained')
    expect(policiesOf(world.account)).toEqual([`DenyAll-${second.snapshot.context.containmentId}`, 'deploy'])
    expect(second.snapshot.context.containmentId).not.toBe(first.snapshot.context.containmentId)
  })
})

describe('20. Throttling storm', () => {
  const enumeration = 'iam:GetAccountAuthorizationDetails'

  it('60 % of IAM throttled, LookupEvents at 2 a second: the block comes before the enumeration, and is written once', async () => {
    const world = await createWorld({
      account: { lookupEventsPerSecond: 2 },
      timing: { soakLooks: looksAt(6_000) },
    })
    const error = { code: 'Throttling', status: 400 }
    // As often as the SDK tries: planning goes on without the enumeration, and says so.
    world.account.injectFault({ operation: enumeration, error, times: 4 })
    world.account.injectFault({ operation: 'iam:Get*', error, probability: 0.6, times: 5 })
    world.account.injectFault({ operation: 'iam:List*', error, probability: 0.6, times: 3 })
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error, times: 2 })
    const conflict = { code: 'ConcurrentModification', status: 409 }
    world.account.injectFault({ operation: 'iam:PutRolePolicy', error: conflict, times: 1 })
    await world.work()
    const id = await world.block()
    await world.reach(id, 'contained')

    const puts = callsOf(world.account, 'iam:PutRolePolicy')
    expect(puts.map(({ fault, error: code }) => fault ?? code)).toEqual([
      'Throttling',
      'Throttling',
      'ConcurrentModification',
      null,
    ])
    expect(new Set(ourWrites(world.account)).size).toBe(1)
    const done = world.account.calls().filter(({ fault, error: code }) => fault === null && code === null)
    const order = done.map(({ operation }) => operation)
    expect(order.indexOf(enumeration)).toBeGreaterThan(order.indexOf('iam:PutRolePolicy'))
    expect(world.people.asked).toHaveLength(1)
    expect(world.people.told.map(({ topic }) => topic)).not.toContain('needsHuman')
    const gaps = puts.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(puts[index]?.at ?? ''))
    // 250 ms doubled each time, give or take a quarter.
    expect(gaps.every((ms, index) => ms >= 250 * 0.75 * 2 ** index)).toBe(true)
  })
})
