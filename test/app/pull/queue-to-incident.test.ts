import type { PulledQueue } from '../../../app/pull/pull-queue.js'
import { type QueueWorld, queueIn } from '../../support/pull/queue-world.js'
import { aGuardDutyEvent } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const open: QueueWorld[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((queue) => queue.close()))))
// After it: what still asks is stopped before the world that answers.
const createWorld = useWorlds({ databaseUrl: (await useTestPostgres()).url })

async function aQueue(options: Parameters<typeof queueIn>[1] = {}): Promise<{ world: World; queue: QueueWorld }> {
  const world = await createWorld()
  const queue = await queueIn(world, options)
  open.push(queue)
  return { world, queue }
}

it('makes an incident of an event of EventBridge, and takes the message off the queue', async () => {
  const { world, queue } = await aQueue()
  await queue.send(aGuardDutyEvent(world))
  queue.read()
  await queue.untilLeft(0)
  const incidents = await queue.incidents()
  expect(incidents).toHaveLength(1)
  expect(world.runtime.metrics.families().find(({ name }) => name === 'tourniquet_pulled_total')?.samples).toEqual([
    { labels: { source: 'guardduty', outcome: 'opened' }, value: 1 },
  ])
})

it('makes it of a message of SNS as well, whichever source the queue is named for', async () => {
  const { world, queue } = await aQueue()
  const envelope = (event: object) => ({
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:findings',
    Message: JSON.stringify(event),
  })
  await queue.send(envelope(aGuardDutyEvent(world)))
  const first = queue.read()
  await queue.untilLeft(0)
  await first.stop()
  await queue.send(envelope(aGuardDutyEvent(world, { updatedAt: '2026-03-01T11:01:30.120Z' })))
  queue.read({ source: 'sns' })
  await queue.untilLeft(0)
  const [incident, ...others] = await queue.incidents()
  expect(others).toEqual([])
  expect(await world.runtime.engine.store.readFindings(incident?.id ?? '')).toHaveLength(2)
})

it('makes one incident of a message that came twice, of a FIFO queue and a standard one', async () => {
  for (const options of [{}, { name: 'findings.fifo' }]) {
    const { world, queue } = await aQueue(options)
    for (const id of ['a', 'b', 'c'])
      await queue.send(aGuardDutyEvent(world), { ...(options.name && { groupId: 'g', id }) })
    queue.read()
    await queue.untilLeft(0)
    expect(await queue.incidents()).toHaveLength(1)
  }
})

it('takes off the queue only what is durable', async () => {
  const { world, queue } = await aQueue()
  await queue.send(aGuardDutyEvent(world))
  const seen: number[] = []
  const watched: PulledQueue = {
    receive: (max, waitSeconds, signal) => queue.queue.receive(max, waitSeconds, signal),
    delete: async (message) => {
      seen.push((await queue.incidents()).length)
      await queue.queue.delete(message)
    },
  }
  queue.read({}, watched)
  await queue.untilLeft(0)
  expect(seen).toEqual([1])
})

it('makes one incident where a process dies between the incident and the deletion', async () => {
  const { world, queue } = await aQueue()
  await queue.send(aGuardDutyEvent(world))
  const dying: PulledQueue = {
    receive: (max, waitSeconds, signal) => queue.queue.receive(max, waitSeconds, signal),
    delete: async () => {
      throw new Error('The process was killed.')
    },
  }
  const dead = queue.read({}, dying)
  while ((await queue.incidents()).length === 0) await world.runtime.engine.clock.pause(10)
  await dead.stop()
  expect(await queue.left()).toBe(1)
  queue.read()
  await queue.untilLeft(0)
  expect(await queue.incidents()).toHaveLength(1)
})

it('shares a queue between processes, and loses and doubles nothing', async () => {
  const { world, queue } = await aQueue()
  const ids = Array.from({ length: 30 }, (_, index) => String(index).padStart(32, '0'))
  await Promise.all(ids.map((findingId) => queue.send(aGuardDutyEvent(world, { findingId }))))
  queue.read()
  queue.read({ concurrency: 25 })
  await queue.untilLeft(0)
  const [incident, ...others] = await queue.incidents()
  expect(others).toEqual([])
  expect(await world.runtime.engine.store.readFindings(incident?.id ?? '')).toHaveLength(30)
})

it('takes off what is not ours, and what is about an account that is not served', async () => {
  const { world, queue } = await aQueue()
  await queue.send({ ...aGuardDutyEvent(world), source: 'aws.ec2' })
  const text = JSON.stringify(aGuardDutyEvent(world))
  await queue.send(text.replaceAll(world.accountId, '999999999999'))
  queue.read()
  await queue.untilLeft(0)
  expect(await queue.incidents()).toEqual([])
})

it('stops at once while it waits for messages, and answers nothing after', async () => {
  const { world, queue } = await aQueue()
  const pull = queue.read({ waitSeconds: 20 })
  await world.runtime.engine.clock.pause(50)
  const started = performance.now()
  await pull.stop()
  expect(performance.now() - started).toBeLessThan(1_000)
  await queue.send(aGuardDutyEvent(world))
  expect(await queue.left()).toBe(1)
})
