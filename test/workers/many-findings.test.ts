import { callsOf } from '../support/world/calls.js'
import { allow, ciDeploy } from '../support/world/seed.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const inOneMinute = () => new Date(Date.now() + 60_000).toISOString()

describe.each(servers)('findings that come together, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('on one role within milliseconds, with two workers, make one incident, one question and one block', async () => {
    const world = await createWorld()
    await world.work({ workerId: 'wrk_one' })
    await world.work({ workerId: 'wrk_two' })
    const ids = await Promise.all([world.open({ sourceId: 'one' }), world.open({ sourceId: 'two' })])
    const id = ids[0]
    expect(new Set(ids)).toEqual(new Set([id]))
    await world.reach(id, 'awaitingApproval')
    await world.approve(id)
    await world.reach(id, 'contained')
    expect(world.people.asked).toHaveLength(1)
    expect(callsOf(world.account, 'iam:PutRolePolicy')).toHaveLength(1)
    expect((await world.read(id)).snapshot.context.joinedFindings).toBe(1)
  })

  it('on two roles make two incidents', async () => {
    const roles = [ciDeploy(), ciDeploy({ name: 'ci-test', inlinePolicies: [{ name: 'a', document: allow('s3:*') }] })]
    const world = await createWorld({ roles })
    await world.work()
    const [one, two] = await Promise.all([
      world.open({ sourceId: 'one' }),
      world.open({ sourceId: 'two', principal: { ...world.principal, name: 'ci-test' } }),
    ])
    expect(one).not.toBe(two)
    await world.reach(one, 'awaitingApproval')
    await world.reach(two, 'awaitingApproval')
  })

  it('after a restore a later incident on the role has a block of its own name', async () => {
    const world = await createWorld()
    await world.work()
    const first = await world.block()
    const contained = await world.reach(first, 'contained')
    await world.prepareRestore(first, 'false-alarm')
    await world.approveRestore(first)
    await world.reach(first, 'closed')
    const second = await world.block({ updatedAt: '2026-03-02T00:00:00Z', lastSeenAt: inOneMinute() })
    const again = await world.reach(second, 'contained')
    expect(again.snapshot.context.containmentId).not.toBe(contained.snapshot.context.containmentId)
  })

  it('20 answers at once, yes and no mixed: one decision, which is the one that is carried out', async () => {
    const world = await createWorld()
    const workers = await world.work()
    const id = await world.open()
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? world.approve(id) : world.deny(id))),
    )
    const decided = answers.filter(({ status }) => status === 'decided')
    expect(decided).toHaveLength(1)
    const { state } = await world.read(id)
    expect(decided[0]).toMatchObject({ state })
    expect(['blocking', 'denied']).toContain(state)
    for (const answer of answers.filter(({ status }) => status === 'refused'))
      expect(answer).toMatchObject({ code: 'alreadyDecided', reason: expect.stringMatching(/decided by ana/) })
    const audit = await world.audit(id)
    expect(audit.filter(({ what, ignored }) => /APPROVED|DENIED/.test(what) && !ignored)).toHaveLength(1)
  })
})
