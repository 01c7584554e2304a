import { type JobQueue, openJobQueue } from '../../../integrations/queue/job-queue.js'
import { offerEffects } from '../../../integrations/queue/offer-effects.js'
import type { Urgency } from '../../../src/engine/urgency.js'
import { queueBackends, useTestPostgres } from '../../support/services.js'
import { freshRealm, gate, until } from './queue-fixture.js'

const postgres = await useTestPostgres()
const log = { warn: () => undefined, error: () => undefined }
const open: JobQueue<{ effectId: string }>[] = []
afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close(200)
})

const offered = (id: string, urgency: Urgency, nextAttempt = 1, severity = 5) => ({
  id,
  urgency,
  nextAttempt,
  severity,
})

describe.each(await queueBackends())('what waits in the queue on $kind', ({ redisUrl }) => {
  async function openQueue(): Promise<JobQueue<{ effectId: string }>> {
    const queue = await openJobQueue<{ effectId: string }>({
      name: 'effects',
      redisUrl,
      postgresUrl: postgres.url,
      realm: freshRealm(),
      log,
    })
    open.push(queue)
    return queue
  }

  /** Runs all that waits, one after the other. */
  async function runAll(queue: JobQueue<{ effectId: string }>, count: number): Promise<string[]> {
    const ran: string[] = []
    queue.work(async ({ effectId }) => void ran.push(effectId), { concurrency: 1 })
    await until(() => ran.length === count)
    return ran
  }

  it('runs most urgent first, whatever came first; equals in turn; and a canary before all', async () => {
    const queue = await openQueue()
    const work = offerEffects(queue)
    await work.offer([offered('new 1', 'new'), offered('new 2', 'new'), offered('underWay', 'underWay')])
    await work.offer([offered('lost 1', 'lost', 2), offered('lost 2', 'lost', 3)])
    await work.offer([offered('new 3', 'new'), offered('write', 'write')])
    await queue.offer([{ id: 'canary-1', data: { effectId: 'canary' }, first: true }])

    const ran = await runAll(queue, 8)

    expect(ran).toEqual(['canary', 'write', 'lost 1', 'lost 2', 'underWay', 'new 1', 'new 2', 'new 3'])
  })

  it('runs the gravest first among equally urgent ones, and nothing grave before what is more urgent', async () => {
    const queue = await openQueue()
    const severe = (severity: number, urgency: Urgency = 'new') =>
      offered(`${urgency} ${severity}`, urgency, 1, severity)
    await offerEffects(queue).offer([severe(0), severe(2.5), severe(9.9), severe(10), severe(0, 'underWay')])

    expect(await runAll(queue, 5)).toEqual(['underWay 0', 'new 10', 'new 9.9', 'new 2.5', 'new 0'])
  })

  it('lets work that was lost pass a backlog that waits already, with a worker at it', async () => {
    const queue = await openQueue()
    const work = offerEffects(queue)
    const backlog = Array.from({ length: 50 }, (_, n) => offered(`new ${n}`, 'new'))
    await work.offer(backlog)
    const ran: string[] = []
    const first = gate()
    const take = async ({ effectId }: { effectId: string }) => {
      ran.push(effectId)
      await first.opened
    }
    queue.work(take, { concurrency: 1 })
    await until(() => ran.length === 1)

    await work.offer([offered('new 49', 'lost', 2)])
    first.open()

    await until(() => ran.length === 51)
    expect(ran.slice(0, 3)).toEqual(['new 0', 'new 49', 'new 1'])
  })

  it('takes an offer once while it waits, under its attempt', async () => {
    const queue = await openQueue()
    const work = offerEffects(queue)
    for (let round = 0; round < 3; round += 1) await work.offer([offered('a', 'new'), offered('b', 'underWay')])
    await work.offer([offered('end', 'new')])
    expect(await runAll(queue, 3)).toEqual(['b', 'a', 'end'])
  })
})
