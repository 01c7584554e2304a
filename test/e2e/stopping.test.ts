import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { freePort } from '../../integrations/postgres/embedded/free-port.js'
import { removeCliFolders } from '../support/run-cli.js'
import { httpAnswer, postFinding, takenOf, untilState } from '../support/service/responder.js'
import { createServiceWorld, type ServiceWorld } from '../support/service/service-world.js'
import { useTestPostgres } from '../support/services.js'

const worlds: ServiceWorld[] = []
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.close()))
  await removeCliFolders()
})

async function worldWith(own: Partial<Parameters<typeof createServiceWorld>[0]>): Promise<ServiceWorld> {
  const databaseUrl = (await useTestPostgres()).url
  const world = await createServiceWorld({ databaseUrl, redisUrl: null, roles: ['ci-deploy'], ...own })
  worlds.push(world)
  return world
}

describe('a worker process with work in hand that does not end', () => {
  it('leaves in time with exit code 0, at once on a second signal, and another one takes the work up', async () => {
    const held = { asked: 0, open: false }
    const beforeCall = async () => {
      held.asked += 1
      while (!held.open) await pause(20)
    }
    const world = await worldWith({ beforeCall })
    const [serve, first] = await Promise.all([world.start(['serve', '--no-workers']), world.start(['work'])])
    const { incidentId } = takenOf(
      await postFinding(serve.url, world.finding({ role: 'ci-deploy', id: 'a'.repeat(32) })),
    )
    while (held.asked === 0) await pause(20)
    const polite = await first.stop()
    expect(polite.code).toBe(0)
    expect(polite.tookMs).toBeGreaterThan(5_000)
    expect(polite.tookMs).toBeLessThan(15_000)
    expect(first.output()).toContain('Stopped')

    const second = await world.start(['work'])
    const before = held.asked
    while (held.asked === before) await pause(20)
    second.signal('SIGTERM')
    await pause(300)
    const startedAt = performance.now()
    second.signal('SIGTERM')
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(performance.now() - startedAt).toBeLessThan(1_500)

    held.open = true
    await world.start(['work'])
    await untilState(serve.url, incidentId, ['awaitingApproval'])
  }, 120_000)
})

describe('serve, started while the job queue is away', () => {
  it('takes findings in, says what is not ready, and stops with exit code 0', async () => {
    const world = await worldWith({ redisUrl: `redis://127.0.0.1:${await freePort()}` })
    const serve = await world.start(['serve'])
    takenOf(await postFinding(serve.url, world.finding({ role: 'ci-deploy', id: 'a'.repeat(32) })))
    await pause(200)
    const { status, text } = await httpAnswer(`${serve.url}/readyz`)
    expect(status).toBe(503)
    expect(JSON.parse(text).checks).toMatchObject([
      { name: 'database', ok: true },
      { name: 'queue', ok: false, detail: 'takes no jobs' },
      { name: 'canary', ok: false },
      { name: 'worker', ok: false, detail: 'waits for the queue, which was never reached' },
    ])
    expect((await httpAnswer(`${serve.url}/readyz/intake`)).status).toBe(200)
    const { code, tookMs } = await serve.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(5_000)
  }, 90_000)
})

describe('serve, whose port somebody else has', () => {
  it('says so and ends with its workers: nothing goes on that nobody knows of', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = z.object({ port: z.number() }).parse(other.address())
    const world = await worldWith({})
    const file = join(world.folder, 'tourniquet.yaml')
    const config = z.looseObject({}).parse(JSON.parse(await readFile(file, 'utf8')))
    await writeFile(file, JSON.stringify({ ...config, server: { port } }))
    const taken = `Port ${port} of 127.0.0.1 is taken: end what listens there, or take another port`
    await expect(world.start(['serve'])).rejects.toThrow(new RegExp(`ended with 1:[^]*tourniquet: ${taken}`))
    other.close()
  }, 90_000)
})
