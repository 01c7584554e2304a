import { createActor, startActor } from '../../simulated-aws/actor.js'
import type { World } from '../support/world.js'
import { useWorlds, worldServers } from '../support/worlds.js'

const servers = await worldServers()

const listBuckets = { service: 's3', action: 'ListBuckets' }
const whoAmI = { service: 'sts', action: 'GetCallerIdentity' }

/** An intruder with a session of the role, who goes on calling until the test is over. */
function intruder(world: World, calls: { service: string; action: string }[], everyMs = 20) {
  const session = { roleName: 'ci-deploy', sessionName: 'build-4711', sourceIp: '198.51.100.7', userAgent: 'curl/8' }
  const actor = startActor({ account: world.account.account, ...session, calls, everyMs })
  stops.push(actor.stop)
  return actor
}
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

describe.each(servers)('the verdict on a block, with the queue on $kind', (server) => {
  const createWorld = useWorlds(server)

  it('has enforcement observed where the principal was seen to be denied', async () => {
    const world = await createWorld({ account: { enforcementDelayMs: 0 } })
    const { accessKeyId } = intruder(world, [listBuckets])
    await world.work()
    const id = await world.block({ principal: { ...world.principal, accessKeyId } })
    const { snapshot } = await world.reach(id, 'contained', 'needsHuman')
    expect(snapshot.context.verdict).toEqual({
      policy: 'held',
      enforcement: 'observed',
      tampering: [],
      contained: true,
    })
  })

  it('is not shaken by calls that no policy can deny: they succeed, and prove nothing', async () => {
    const world = await createWorld({
      account: { enforcementDelayMs: 0 },
      timing: { soakChecksMs: [2_000, 60_000, 120_000] },
    })
    const { accessKeyId } = intruder(world, [whoAmI])
    await world.work()
    const id = await world.block({ principal: { ...world.principal, accessKeyId } })
    const { snapshot } = await world.reach(id, 'contained', 'needsHuman')
    expect(snapshot.context.verdict).toEqual({
      policy: 'held',
      enforcement: 'notObserved',
      tampering: [],
      contained: true,
    })
  })

  it('a success after the window means that the block does not hold, and a person is asked', async () => {
    const world = await createWorld({
      account: { enforcementDelayMs: 60_000 },
      timing: { soakChecksMs: [20_000, 60_000, 180_000, 300_000] },
    })
    const { accessKeyId } = intruder(world, [listBuckets])
    await world.work()
    const id = await world.block({ principal: { ...world.principal, accessKeyId } })
    const { snapshot } = await world.reach(id, 'contained', 'needsHuman')
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'violated', contained: false })
    expect(snapshot.context.reason).toMatch(/successful call after the block was in force/)
  })

  it('a success within the window is on the record to be looked into, and the block holds', async () => {
    const world = await createWorld({ account: { enforcementDelayMs: 0 } })
    const actor = createActor({
      account: world.account.account,
      roleName: 'ci-deploy',
      sessionName: 'build-4711',
      sourceIp: '198.51.100.7',
      userAgent: 'curl/8',
    })
    const workers = await world.work()
    const id = await world.open({ principal: { ...world.principal, accessKeyId: actor.accessKeyId } })
    await world.reach(id, 'awaitingApproval')
    await workers.stop()
    // CloudTrail has whole seconds: a call in the second of the write counts as one within the window.
    await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000) + 20))
    actor.call({ service: 'iam', action: 'CreateUser', parameters: { UserName: 'support-2' } })
    await world.approve(id)
    await world.work()
    const { snapshot } = await world.reach(id, 'contained', 'needsHuman')
    expect(snapshot.context.verdict).toMatchObject({ contained: true })
    const looks = (await world.audit(id)).filter(({ what }) => what === 'BLOCK_OBSERVED')
    expect(JSON.stringify(looks.map(({ detail }) => detail))).toMatch(/"inWindow":\[\{[^\]]*CreateUser/)
  })

  it('is amended, not rewritten, when CloudTrail tells late', async () => {
    const world = await createWorld({
      account: { enforcementDelayMs: 0, cloudTrailLagMs: 1_500 },
      timing: { watchIntervalMs: 6_000 },
    })
    const { accessKeyId } = intruder(world, [listBuckets])
    await world.work()
    const id = await world.block({ principal: { ...world.principal, accessKeyId } })
    const first = await world.reach(id, 'contained', 'needsHuman')
    expect(first.snapshot.context.verdict).toMatchObject({ enforcement: 'notObserved', contained: true })
    const earlier = await world.audit(id)
    await world.until(id, ({ snapshot }) => snapshot.context.verdict.enforcement === 'observed')
    expect((await world.audit(id)).slice(0, earlier.length)).toEqual(earlier)
  })
})
