import { Redis } from 'ioredis'
import { freePort } from '../../../integrations/postgres/embedded/free-port.js'
import { type JobQueue, openJobQueue } from '../../../integrations/queue/job-queue.js'
import { type RedisProcess, startRedis } from '../../support/services/redis-process.js'
import { queueBackends } from '../../support/services.js'
import { freshRealm, gate, until } from './queue-fixture.js'

// Says so where there is no redis-server.
await queueBackends()
const probe = await startRedis()
probe?.kill('SIGKILL')
const starters = probe === null ? [] : [startRedis]

const logged: string[] = []
const log = { warn: (text: string) => void logged.push(text), error: (text: string) => void logged.push(text) }
const open: JobQueue<string>[] = []
afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close(200)
})

async function openQueue(redisUrl: string): Promise<JobQueue<string>> {
  const realm = freshRealm()
  const postgresUrl = 'postgres://127.0.0.1:1/none'
  const queue = await openJobQueue<string>({ name: 'effects', redisUrl, postgresUrl, realm, log, timeoutMs: 500 })
  open.push(queue)
  return queue
}

function setPolicy(redis: RedisProcess | null, policy: string): Promise<void> {
  const client = new Redis(redis?.url ?? '')
  return client.config('SET', 'maxmemory-policy', policy).then(() => client.disconnect())
}

for (const start of starters)
  describe('the job queue of a process, on Redis', () => {
    it('may be away from the start: what is offered is refused in time, and taken when the server is there', async () => {
      const port = await freePort()
      const queue = await openQueue(`redis://127.0.0.1:${port}`)
      const ran: string[] = []
      const worker = queue.work(async (data) => void ran.push(data), { concurrency: 2 })
      expect(worker.pulse()).toEqual({ started: false, inHand: 0, concurrency: 2, lookedMsAgo: null })
      await expect(queue.offer([{ id: 'a-1', data: 'early' }])).rejects.toMatchObject({ name: 'QueueUnavailableError' })
      await expect(queue.ping()).rejects.toMatchObject({ name: 'QueueUnavailableError' })
      await start({ port })
      const backAt = performance.now()
      await until(async () => {
        await queue.offer([{ id: 'a-1', data: 'late' }]).catch(() => undefined)
        return ran.includes('late')
      })
      expect(performance.now() - backAt).toBeLessThan(2_000)
      // It says so a moment after its first job.
      await until(async () => worker.pulse().started)
      expect(worker.pulse()).toMatchObject({ started: true, lookedMsAgo: expect.any(Number) })
    })

    it('is refused at the start where it may delete jobs', async () => {
      const redis = await start({ maxmemoryPolicy: 'allkeys-lru' })
      await expect(openQueue(redis?.url ?? '')).rejects.toMatchObject({ name: 'QueueRefusedError' })
    })

    it('is refused after a failover to a server that may delete jobs, and used again once that is cured', async () => {
      const first = await start()
      const port = first?.port ?? 0
      const queue = await openQueue(first?.url ?? '')
      await queue.offer([{ id: 'a-1', data: 'before' }])
      first?.kill('SIGKILL')
      const second = await start({ port, maxmemoryPolicy: 'volatile-lru' })
      await until(async () => {
        const problem = await queue.offer([{ id: 'a-2', data: 'x' }]).then(
          () => null,
          (error: Error) => error.name,
        )
        return problem === 'QueueRefusedError'
      })
      await expect(queue.ping()).rejects.toThrow(/maxmemory-policy volatile-lru lets it delete jobs/)
      await setPolicy(second, 'noeviction')
      await expect(queue.offer([{ id: 'a-3', data: 'x' }])).resolves.toBeUndefined()
    })

    it('shows a change of its policy at the next question', async () => {
      const redis = await start()
      const queue = await openQueue(redis?.url ?? '')
      await setPolicy(redis, 'allkeys-random')
      await expect(queue.ping()).rejects.toMatchObject({ name: 'QueueRefusedError' })
    })

    it.each([
      ['dead', 'SIGKILL'],
      ['silent', 'SIGSTOP'],
    ] as const)('stops its worker in time while the server is %s, with a job in hand', async (_, signal) => {
      const redis = await start()
      const queue = await openQueue(redis?.url ?? '')
      const running = gate()
      const never = gate()
      const work = async () => {
        running.open()
        await never.opened
      }
      const worker = queue.work(work, { concurrency: 1 })
      await queue.offer([{ id: 'a-1', data: 'x' }])
      await running.opened
      expect(worker.pulse().inHand).toBe(1)
      redis?.kill(signal)
      const startedAt = performance.now()
      await worker.stop(300)
      await queue.close()
      expect(performance.now() - startedAt).toBeLessThan(3_000)
      never.open()
      if (signal === 'SIGSTOP') redis?.kill('SIGKILL')
    })

    it('stops an idle worker at once while the server is away', async () => {
      const redis = await start()
      const queue = await openQueue(redis?.url ?? '')
      const worker = queue.work(async () => undefined, { concurrency: 1 })
      await until(() => worker.pulse().lookedMsAgo !== null)
      redis?.kill('SIGKILL')
      const startedAt = performance.now()
      await worker.stop(8_000)
      expect(performance.now() - startedAt).toBeLessThan(2_500)
    })

    it('puts what comes first before all that waits', async () => {
      const redis = await start()
      const queue = await openQueue(redis?.url ?? '')
      for (const id of ['a', 'b', 'c']) await queue.offer([{ id: `${id}-1`, data: id }])
      await queue.offer([{ id: 'canary-1', data: 'canary', first: true }])
      const ran: string[] = []
      queue.work(async (data) => void ran.push(data), { concurrency: 1 })
      await until(() => ran.length === 4)
      expect(ran).toEqual(['canary', 'a', 'b', 'c'])
    })
  })
