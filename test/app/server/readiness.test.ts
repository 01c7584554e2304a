import { z } from 'zod'
import { workerCheck } from '../../../app/server/health/worker-check.js'
import { type Served, serve } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { useWorlds } from '../../support/worlds.js'

const createWorld = useWorlds({ databaseUrl: (await useTestPostgres()).url })

const bodySchema = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})

async function ready(server: Served) {
  const answer = await fetch(`${server.url}/readyz`)
  return { status: answer.status, ...bodySchema.parse(await answer.json()) }
}

async function untilReady(server: Served, wanted: boolean, withinMs: number): Promise<number> {
  const startedAt = performance.now()
  while ((await ready(server)).ready !== wanted) {
    if (performance.now() - startedAt > withinMs) throw new Error(JSON.stringify(await ready(server)))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return performance.now() - startedAt
}

describe('/readyz', () => {
  it('names what is not ready: without a worker that is the canary alone', async () => {
    const server = await serve(await createWorld())
    await new Promise((resolve) => setTimeout(resolve, 300))
    const { status, checks } = await ready(server)
    expect(status).toBe(503)
    expect(checks).toEqual([
      { name: 'database', ok: true, detail: 'answers' },
      { name: 'queue', ok: true, detail: 'takes jobs' },
      { name: 'canary', ok: false, detail: 'not seen well since this process started' },
    ])
    expect((await fetch(`${server.url}/readyz/intake`)).status).toBe(200)
    await server.close()
  })

  it('turns within 10 s where a worker hangs in its job and says of itself that it runs', async () => {
    const world = await createWorld()
    await world.work({ concurrency: 1 })
    const server = await serve(world)
    await untilReady(server, true, 5_000)
    const hanging: (() => void)[] = []
    world.people.messenger.ask = () => new Promise((resolve) => void hanging.push(() => resolve(undefined)))
    await world.open()
    expect(await untilReady(server, false, 12_000)).toBeLessThan(10_000)
    expect((await ready(server)).checks).toMatchObject([
      { name: 'database', ok: true },
      { name: 'queue', ok: true },
      { name: 'canary', ok: false, detail: expect.stringMatching(/^last seen well \d+ s ago$/) },
      { name: 'worker', ok: true, detail: 'busy: 1 of 1 in hand' },
    ])
    for (const end of hanging) end()
    await server.close()
  })
})

describe('the worker of a process', () => {
  const well = { started: true, inHand: 0, concurrency: 8, lookedMsAgo: 1_900 }
  it.each([
    ['comes round for jobs', well, true],
    ['is full, and need not come round', { ...well, inHand: 8, lookedMsAgo: 60_000 }, true],
    ['did not come round although it had room', { ...well, inHand: 7, lookedMsAgo: 7_500 }, false],
    ['never reached the queue', { ...well, started: false, lookedMsAgo: null }, false],
  ])('that %s', (_, pulse, ok) => {
    expect(workerCheck(pulse)).toEqual([{ name: 'worker', ok, detail: expect.any(String) }])
  })

  it('is not looked at where there is none', () => {
    expect(workerCheck(null)).toEqual([])
  })
})
