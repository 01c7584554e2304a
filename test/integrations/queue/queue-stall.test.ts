import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { queueBackends, useTestPostgres } from '../../support/services.js'
import { freshRealm, queueFixture, until } from './queue-fixture.js'

const postgres = await useTestPostgres()
const script = fileURLToPath(new URL('holding-worker.ts', import.meta.url))

describe.each(await queueBackends())('the queue on $kind', ({ redisUrl }) => {
  const fixture = queueFixture({ postgresUrl: postgres.url, redisUrl })
  afterAll(() => fixture.closeAll())

  it('gives the job of a killed worker to another within ten seconds', async () => {
    const realm = freshRealm()
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
    await until(() => ran.length > 0, 15_000)
    expect(performance.now() - killedAt).toBeLessThan(10_000)
    expect(ran).toEqual([1])
  })
})
