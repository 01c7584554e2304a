import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useEmbeddedServer } from '../../../integrations/postgres/embedded/use-embedded-server.js'
import { startRedis } from '../../support/services/redis-process.js'
import { findRedis } from '../../support/services.js'
import { gate, type QueueFixture, queueFixture, until } from './queue-fixture.js'

/** A server of this test's own, to be killed and brought back at the same address. */
type Server = {
  readonly redisUrl: string | null
  readonly postgresUrl: string
  kill(): Promise<void>
  comeBack(): Promise<void>
}

const dataDir = mkdtempSync(join(tmpdir(), 'queue-outage-'))
const uses = [await useEmbeddedServer({ dataDir })]
const postgresUrl = uses[0]?.url ?? ''
afterAll(async () => {
  for (const use of uses) await use.release()
  rmSync(dataDir, { recursive: true, force: true })
})

async function postgresServer(): Promise<Server> {
  return {
    redisUrl: null,
    postgresUrl,
    kill: async () => {
      const pidFile = join(dataDir, 'postgres/data/postmaster.pid')
      // SIGQUIT is PostgreSQL's own kill -9: it takes the server's children along, and writes nothing.
      process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT')
      await until(() => !existsSync(pidFile))
    },
    comeBack: async () => {
      uses.push(await useEmbeddedServer({ dataDir }))
    },
  }
}

async function redisServer(): Promise<Server> {
  let redis = await startRedis()
  const port = redis?.port ?? 0
  return {
    redisUrl: redis?.url ?? null,
    postgresUrl,
    kill: async () => redis?.kill('SIGKILL'),
    comeBack: async () => {
      redis = await startRedis({ port })
    },
  }
}

const servers: [string, () => Promise<Server>][] = [['postgres', postgresServer]]
// With REDIS_URL alone there is no server that may be killed here.
if ((await findRedis()) !== null && (await startRedis()) !== null) servers.push(['redis', redisServer])

describe.each(servers)('while the server of the queue on %s is away', (_kind, start) => {
  const timeoutMs = 700
  let server: Server
  let fixture: QueueFixture
  beforeEach(async () => {
    server = await start()
    fixture = queueFixture(server)
  })
  afterEach(async () => {
    await server.comeBack()
    await fixture.closeAll()
  })

  it('adding and asking fail in time, and work goes on within 2 s when it is back after 2 s', async () => {
    const connection = await fixture.connect({ timeoutMs })
    const queue = await connection.createQueue<string>('effects')
    const ran: string[] = []
    await connection.createWorker<string>('effects', async (job) => void ran.push(job.data), { concurrency: 2 })
    await queue.add('effect', 'before', { jobId: 'eff_1-1' })
    await until(() => ran.length === 1)

    await server.kill()
    const awayAt = performance.now()
    for (const attempt of [1, 2, 3]) {
      const startedAt = performance.now()
      const adding = queue.add('effect', 'meanwhile', { jobId: `eff_2-${attempt}` })
      await expect(adding).rejects.toMatchObject({
        name: 'QueueUnavailableError',
        cause: { message: expect.any(String) },
      })
      expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 300)
    }
    await expect(connection.ping()).rejects.toThrow(/^Asking the job queue on .* failed, because its server is not/)

    await until(() => performance.now() - awayAt >= 2_000)
    await server.comeBack()
    const backAt = performance.now()
    await until(async () => {
      await queue.add('effect', 'after', { jobId: 'eff_3-1' }).catch(() => undefined)
      return ran.includes('after')
    })
    expect(performance.now() - backAt).toBeLessThan(2_000)
  })

  it('it is said, but not once for every attempt', async () => {
    const connection = await fixture.connect({ timeoutMs })
    await connection.createWorker('effects', async () => undefined, { concurrency: 2 })
    await server.kill()
    await until(() => fixture.logged.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(fixture.logged.length).toBeLessThan(10)
    expect(new Set(fixture.logged).size).toBe(fixture.logged.length)
  })

  it('nothing can be opened, and closing does not wait for it', async () => {
    const connection = await fixture.connect({ timeoutMs })
    const queue = await connection.createQueue('effects')
    const held = gate()
    const running = gate()
    const hold = async (): Promise<void> => {
      running.open()
      await held.opened
    }
    await connection.createWorker('effects', hold, { concurrency: 2 })
    await queue.add('effect', 1, { jobId: 'eff_1-1' })
    await running.opened
    await server.kill()

    await expect(connection.createQueue('later')).rejects.toThrow(/^Opening the job queue/)
    const worker = connection.createWorker('later', async () => undefined, { concurrency: 1 })
    await expect(worker).rejects.toMatchObject({ name: 'QueueUnavailableError' })
    await expect(fixture.connect({ timeoutMs })).rejects.toMatchObject({ name: 'QueueUnavailableError' })
    const startedAt = performance.now()
    await fixture.closeAll()
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    held.open()
    await new Promise((resolve) => setTimeout(resolve, 100)) // an unhandled rejection would end the process
  })
})
