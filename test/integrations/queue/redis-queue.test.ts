import { createServer } from 'node:net'
import { freePort } from '../../../integrations/postgres/embedded/free-port.js'
import { startRedis } from '../../support/services/redis-process.js'
import { queueBackends } from '../../support/services.js'
import { type QueueFixture, queueFixture, until } from './queue-fixture.js'

// Says so where there is no redis-server; with REDIS_URL alone these servers cannot be had, since each has settings of its own.
await queueBackends()
const probe = await startRedis()
probe?.kill('SIGKILL')
const withRedisServer = probe === null ? [] : [startRedis]

const fixtures: QueueFixture[] = []
afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.closeAll()
})

function fixtureOn(redisUrl: string): QueueFixture {
  const fixture = queueFixture({ postgresUrl: 'postgres://127.0.0.1:1/none', redisUrl })
  fixtures.push(fixture)
  return fixture
}

for (const start of withRedisServer)
  describe('a Redis', () => {
    it.each(['allkeys-lru', 'volatile-ttl'])('that may delete jobs (%s) is refused', async (maxmemoryPolicy) => {
      const redis = await start({ maxmemoryPolicy })
      const connecting = fixtureOn(redis?.url ?? '').connect()
      await expect(connecting).rejects.toMatchObject({ name: 'QueueRefusedError' })
      await expect(connecting).rejects.toThrow(`maxmemory-policy ${maxmemoryPolicy} lets it delete jobs`)
    })

    it('that wants a password is told apart, and the password is never repeated', async () => {
      const redis = await start({ password: 'correct-horse' })
      const wrong = new URL(redis?.url ?? '')
      wrong.password = 'battery-staple'
      const fixture = fixtureOn(wrong.href)
      const connecting = fixture.connect()
      await expect(connecting).rejects.toMatchObject({ name: 'QueueRefusedError' })
      await expect(connecting).rejects.toThrow(/refuses the login \(WRONGPASS/)
      await expect(connecting).rejects.not.toThrow(/battery-staple/)
      expect(fixture.logged.join()).not.toContain('battery-staple')

      const connection = await fixtureOn(redis?.url ?? '').connect()
      await expect(connection.ping()).resolves.toBeUndefined()
    })

    it('that hangs makes adding fail in time, and is used again when it goes on', async () => {
      const redis = await start()
      const connection = await fixtureOn(redis?.url ?? '').connect({ timeoutMs: 300 })
      const queue = await connection.createQueue<number>('effects')
      const ran: number[] = []
      await connection.createWorker<number>('effects', async (job) => void ran.push(job.data), { concurrency: 1 })
      redis?.kill('SIGSTOP')
      const startedAt = performance.now()
      await expect(queue.add('effect', 1, { jobId: 'eff_1-1' })).rejects.toMatchObject({
        name: 'QueueUnavailableError',
      })
      await expect(connection.ping()).rejects.toMatchObject({ name: 'QueueUnavailableError' })
      expect(performance.now() - startedAt).toBeLessThan(1_200)
      redis?.kill('SIGCONT')
      await until(async () => {
        await queue.add('effect', 2, { jobId: 'eff_2-1' }).catch(() => undefined)
        return ran.includes(2)
      })
    })
  })

describe('connecting to Redis', () => {
  it('fails at once where nothing listens', async () => {
    const fixture = fixtureOn(`redis://127.0.0.1:${await freePort()}`)
    await expect(fixture.connect()).rejects.toThrow(
      /^Connecting to the job queue on Redis at 127\.0\.0\.1:\d+ failed, because its server is not available \(/,
    )
  })

  it('fails in time where something listens that says nothing', async () => {
    const mute = createServer((socket) => void socket.resume())
    const port = await freePort()
    await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve))
    const startedAt = performance.now()
    const connecting = fixtureOn(`redis://127.0.0.1:${port}`).connect({ timeoutMs: 300 })
    await expect(connecting).rejects.toMatchObject({ name: 'QueueUnavailableError' })
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    mute.close()
  })
})
