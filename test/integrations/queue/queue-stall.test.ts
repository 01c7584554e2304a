import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { queueBackends, useTestPostgres } from '../../support/services.js'
import { freshRealm, queueFixture, until } from './queue-fixture.js'

const postgres = await useTestPostgres()
const backends = await queueBackends()
const script = fileURLToPath(new URL('holding-worker.ts', import.meta.url))

/** Kills a worker that holds a job; returns what then ran, and how long after the kill. */
async function killHolder(redisUrl: string | null): Promise<{ ran: number[]; afterMs: number }> {
  const realm = freshRealm()
  const fixture = queueFixture({ postgresUrl: postgres.url, redisUrl })
  const connection = await fixture.connect({ realm })
  const queue = await connection.createQueue<number>('effects')
  await queue.add('effect', 1, { jobId: 'eff_1-1' })

  const victim = spawn(process.execPath, ['--import', 'tsx', script, postgres.url, redisUrl ?? '-', realm], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(victim.stdout, 'data')
  victim.kill('SIGKILL')
  await once(victim, 'exit')
  const killedAt = performance.now()

  const ran: number[] = []
  await connection.createWorker<number>('effects', async (job) => void ran.push(job.data), { concurrency: 1 })
  await until(() => ran.length > 0, 20_000)
  await fixture.closeAll()
  return { ran, afterMs: performance.now() - killedAt }
}

// All servers at once: it is a wait of seconds, for locks to run out.
const ends = await Promise.all(backends.map(async ({ kind, redisUrl }) => ({ kind, ...(await killHolder(redisUrl)) })))

describe.each(ends)('the job of a killed worker, on $kind', ({ ran, afterMs }) => {
  it('is given to another worker', () => {
    expect(ran).toEqual([1])
  })

  it('is given within 15 s even here, where BullMQ alone would take a minute', () => {
    expect(afterMs).toBeLessThan(15_000)
  })
})
