import { SeededRandom } from '../../../../app/exercise/virtual/seeded-random.js'
import { accountId, startVirtualWorld } from '../../../../app/exercise/virtual/start-virtual-world.js'
import { findAttacker } from '../../../../simulated-aws/attackers/attackers.js'
import { pursue } from '../../../redteam/pursuit.js'
import { accountSeed } from '../../../redteam/scenarios.js'
import { aFinding } from '../../../support/fixtures/findings.js'

/** Every call of a run with its moment, and every notice. */
async function traceOf(seed: number): Promise<string[]> {
  const random = new SeededRandom(seed)
  const { world, close } = await startVirtualWorld({
    random,
    seed: accountSeed(random.fork('seed')),
    enforcementDelayMs: 4_000,
    cloudTrailLagMs: 2_000,
  })
  const trace: string[] = []
  world.account.onCall(({ operation, parameters, requestId }) => {
    trace.push(`${world.time.nowMs} ${operation} ${JSON.stringify(parameters)} ${requestId}`)
  })
  const attack = findAttacker('strip-inline')?.create({ account: world.account.account, userName: 'dana' })
  if (attack !== undefined) pursue(world, attack, random.fork('pursuit'))
  const principal = { type: 'user', name: 'dana', partition: 'aws', accountId } as const
  world.report(aFinding({ principal }))
  await world.run(20_000)
  const asked = world.people.asked.map(({ atMs, plan }) => `${atMs} ${plan.kind}`)
  const whole = [...trace, ...asked]
  await close()
  return whole
}

describe('a virtual world', () => {
  it('goes the same way twice for one seed, request ids and moments included, and another way for another', async () => {
    const first = await traceOf(7)
    expect(first.length).toBeGreaterThan(100)
    expect(first.at(-1)).toMatch(/ contain$/)
    expect(await traceOf(7)).toEqual(first)
    expect(await traceOf(8)).not.toEqual(first)
  })

  it('takes hardly any time for an hour in which nothing happens', async () => {
    const startedAtMs = performance.now()
    const { world, close } = await startVirtualWorld({
      random: new SeededRandom(1),
      seed: { accountId },
      enforcementDelayMs: 4_000,
      cloudTrailLagMs: 2_000,
    })
    await world.run(3_600_000)
    expect(world.time.nowMs).toBeGreaterThanOrEqual(3_600_000)
    await close()
    expect(performance.now() - startedAtMs).toBeLessThan(10_000)
  })

  it('tells what the product throws instead of going on without it', async () => {
    const { world, close } = await startVirtualWorld({
      random: new SeededRandom(1),
      seed: { accountId },
      enforcementDelayMs: 4_000,
      cloudTrailLagMs: 2_000,
    })
    world.begin(() => Promise.reject(new Error('a bug')))
    await expect(world.run(1_000)).rejects.toThrow('a bug')
    await close()
  })
})

describe("the process's date", () => {
  it('is that of the world that began last, and the true one again when all of them are over, in whatever order', async () => {
    const trueNow = Date.now
    const random = new SeededRandom(1)
    const options = { random, seed: accountSeed(random.fork('seed')), enforcementDelayMs: 0, cloudTrailLagMs: 0 }
    const start = () => startVirtualWorld(options)
    const first = await start()
    const second = await start()
    await second.world.run(5_000)
    expect(Date.now()).toBe(second.world.time.now().getTime())
    await first.close()
    expect(Date.now()).toBe(second.world.time.now().getTime())
    await second.close()
    expect(Date.now).toBe(trueNow)
  })
})
