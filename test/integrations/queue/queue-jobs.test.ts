import { setTimeout as sleep } from 'node:timers/promises'
import { queueBackends, useTestPostgres } from '../../support/services.js'
import { freshRealm, gate, queueFixture, until } from './queue-fixture.js'

const postgres = await useTestPostgres()

describe.each(await queueBackends())('the queue on $kind', ({ kind, redisUrl }) => {
  const fixture = queueFixture({ postgresUrl: postgres.url, redisUrl })
  afterAll(() => fixture.closeAll())

  it('tells which server it is on, and that it answers', async () => {
    const connection = await fixture.connect()
    expect(connection.kind).toBe(kind)
    await expect(connection.ping()).resolves.toBeUndefined()
  })

  it('runs a job once, with its data', async () => {
    const connection = await fixture.connect()
    const queue = await connection.createQueue<{ effectId: string }>('effects')
    const ran: string[] = []
    await connection.createWorker<{ effectId: string }>('effects', async (job) => void ran.push(job.data.effectId), {
      concurrency: 3,
    })
    await queue.add('effect', { effectId: 'eff_1' }, { jobId: 'eff_1-1' })
    await queue.addBulk([
      { name: 'effect', data: { effectId: 'eff_2' }, opts: { jobId: 'eff_2-1' } },
      { name: 'effect', data: { effectId: 'eff_3' }, opts: { jobId: 'eff_3-1' } },
    ])
    await until(() => ran.length >= 3)
    await sleep(100)
    expect(ran.sort()).toEqual(['eff_1', 'eff_2', 'eff_3'])
  })

  it('ignores an id that waits or runs', async () => {
    const connection = await fixture.connect()
    const queue = await connection.createQueue<number>('effects')
    await queue.add('effect', 1, { jobId: 'eff_1-1' })
    await queue.add('effect', 2, { jobId: 'eff_1-1' })
    const ran: number[] = []
    const running = gate()
    await connection.createWorker<number>(
      'effects',
      async (job) => {
        ran.push(job.data)
        await running.opened
      },
      { concurrency: 3 },
    )
    await until(() => ran.length === 1)
    await queue.add('effect', 3, { jobId: 'eff_1-1' })
    await sleep(100)
    running.open()
    await until(async () => (await queue.getJob('eff_1-1')) === undefined)
    await sleep(100)
    expect(ran).toEqual([1])
  })

  it.each([
    ['ended well', () => undefined],
    [
      'failed',
      () => {
        throw new Error('AWS said no')
      },
    ],
  ])('runs an id again after a job that %s', async (_title, end) => {
    const connection = await fixture.connect()
    const queue = await connection.createQueue<number>('effects')
    const ran: number[] = []
    await connection.createWorker<number>(
      'effects',
      async (job) => {
        ran.push(job.data)
        end()
      },
      { concurrency: 1 },
    )
    for (const round of [1, 2, 3]) {
      await queue.add('effect', round, { jobId: 'eff_1-1' })
      await until(async () => ran.length === round && (await queue.getJob('eff_1-1')) === undefined)
    }
    expect(ran).toEqual([1, 2, 3])
  })

  it('forgets what waits when it is wiped, and then accepts everything again', async () => {
    const connection = await fixture.connect()
    const other = await fixture.connect()
    const queue = await connection.createQueue<string>('effects')
    const kept = await other.createQueue<string>('effects')
    await queue.add('effect', 'before', { jobId: 'eff_1-1' })
    await queue.add('effect', 'before', { jobId: 'eff_2-1' })
    await kept.add('effect', 'of another realm', { jobId: 'eff_1-1' })
    await connection.wipe()
    expect(await queue.getJobCounts('waiting', 'active')).toEqual({ waiting: 0, active: 0 })
    expect(await kept.getJobCounts('waiting')).toEqual({ waiting: 1 })

    const ran: string[] = []
    await connection.createWorker<string>('effects', async (job) => void ran.push(job.data), { concurrency: 1 })
    await queue.add('effect', 'after', { jobId: 'eff_1-1' })
    await until(() => ran.length > 0)
    expect(ran).toEqual(['after'])
  })

  it('goes on working when it is wiped under a running job', async () => {
    const connection = await fixture.connect()
    const queue = await connection.createQueue<number>('effects')
    const ran: number[] = []
    const first = gate()
    await connection.createWorker<number>(
      'effects',
      async (job) => {
        ran.push(job.data)
        if (job.data === 1) await first.opened
      },
      { concurrency: 2 },
    )
    await queue.add('effect', 1, { jobId: 'eff_1-1' })
    await until(() => ran.length === 1)
    await connection.wipe()
    await queue.add('effect', 2, { jobId: 'eff_2-1' })
    await until(() => ran.length === 2)
    first.open()
    await queue.add('effect', 3, { jobId: 'eff_1-1' })
    await until(() => ran.includes(3))
  })

  it('never gives a job of one realm to a worker of another', async () => {
    const realm = freshRealm()
    const ours = await fixture.connect({ realm })
    const theirs = await fixture.connect({ realm: `${realm}x` })
    const strange: string[] = []
    const ran: string[] = []
    await theirs.createWorker<string>('effects', async (job) => void strange.push(job.data), { concurrency: 5 })
    const queue = await ours.createQueue<string>('effects')
    for (const id of ['a', 'b', 'c']) await queue.add('effect', id, { jobId: `${id}-1` })
    await sleep(300)
    expect(await queue.getJobCounts('waiting')).toEqual({ waiting: 3 })
    await ours.createWorker<string>('effects', async (job) => void ran.push(job.data), { concurrency: 1 })
    await until(() => ran.length === 3)
    expect(strange).toEqual([])
  })

  it('passes on that a job id is malformed, since no retry would help', async () => {
    const queue = await (await fixture.connect()).createQueue<number>('effects')
    const adding = queue.add('effect', 1, { jobId: 'a:b' })
    await expect(adding).rejects.toThrow(/Custom Id cannot contain :/)
    await expect(adding).rejects.not.toMatchObject({ name: 'QueueUnavailableError' })
  })

  it('lets running jobs end when it closes', async () => {
    const connection = await fixture.connect()
    const queue = await connection.createQueue<number>('effects')
    let state = 'not started'
    await connection.createWorker<number>(
      'effects',
      async () => {
        state = 'running'
        await sleep(200)
        state = 'ended'
      },
      { concurrency: 1 },
    )
    await queue.add('effect', 1, { jobId: 'eff_1-1' })
    await until(() => state === 'running')
    await connection.close()
    expect(state).toBe('ended')
  })
})
