import { DroppedNotes } from '../../../app/pull/dropped-notes.js'
import type { SystemEvent } from '../../../src/audit/system-log.js'
import { type QueueWorld, queueIn } from '../../support/pull/queue-world.js'
import { aGuardDutyEvent } from '../../support/served.js'
import { useTestPostgres } from '../../support/services.js'
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js'
import type { World } from '../../support/world.js'
import { useWorlds } from '../../support/worlds.js'

const database = new URL((await useTestPostgres()).url)
const proxy: TcpProxy = await startTcpProxy({ host: database.hostname, port: Number(database.port) })
afterAll(() => proxy.close())
const throughProxy = Object.assign(new URL(database.href), { hostname: '127.0.0.1', port: String(proxy.port) }).href

const open: QueueWorld[] = []
afterEach(async () => void (await Promise.all(open.splice(0).map((queue) => queue.close()))))
// After it: what still asks is stopped before the world that answers.
const createWorld = useWorlds({ databaseUrl: throughProxy })

async function aQueue(options: Parameters<typeof queueIn>[1] = {}): Promise<{ world: World; queue: QueueWorld }> {
  const world = await createWorld()
  const queue = await queueIn(world, options)
  open.push(queue)
  return { world, queue }
}

const said = ({ people }: World, text: string) => people.logged.filter(({ message }) => message.includes(text))
const receivesOf = ({ account }: World) =>
  account.calls().filter(({ operation }) => operation === 'sqs:ReceiveMessage').length

async function until(isThere: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000
  while (!(await isThere())) {
    if (performance.now() > deadline) throw new Error('It did not come to that.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('while the record cannot be written', () => {
  it('keeps every message, asks less often, and takes all in when it is back', async () => {
    const { world, queue } = await aQueue()
    for (const findingId of ['a', 'b', 'c']) {
      await queue.send(aGuardDutyEvent(world, { findingId: findingId.repeat(32) }))
    }
    proxy.cut()
    queue.read()
    await until(() => said(world, 'the record cannot be written').length >= 3)
    expect(await queue.left()).toBe(3)
    proxy.mend()
    await queue.untilLeft(0)
    const [incident, ...others] = await queue.incidents()
    expect(others).toEqual([])
    expect(await world.runtime.engine.store.readFindings(incident?.id ?? '')).toHaveLength(3)
  })
})

describe('while AWS does not answer', () => {
  it.each([
    ['throttling', { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' }],
    ['an expired token', { code: 'ExpiredTokenException', status: 403, message: 'The token is expired' }],
    ['a denial', { code: 'AccessDeniedException', status: 400, message: 'not authorized' }],
    ['a fault of AWS', { code: 'InternalError', status: 500, message: 'failed' }],
    ['a cut connection', 'reset' as const],
  ])('goes on after %s, and says so once', async (_, fault) => {
    const { world, queue } = await aQueue()
    world.account.injectFault({ operation: 'sqs:ReceiveMessage', error: fault, times: 4 })
    await queue.send(aGuardDutyEvent(world))
    queue.read()
    await queue.untilLeft(0)
    expect(await queue.incidents()).toHaveLength(1)
    expect(said(world, 'A queue cannot be read')).toHaveLength(1)
    expect(said(world, 'A queue can be read again')).toHaveLength(1)
  })

  it('waits longer with every failure, and no longer than half a minute', async () => {
    const { world, queue } = await aQueue()
    world.account.injectFault({
      operation: 'sqs:ReceiveMessage',
      error: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
      times: 100,
    })
    const waits: number[] = []
    queue.read({ clock: { pause: async (ms) => void waits.push(ms) } })
    await until(() => waits.length >= 12)
    const shortest = waits.slice(0, 12).map((_, index) => Math.min(1_000 * 2 ** index, 30_000) / 2)
    waits.slice(0, 12).forEach((ms, index) => {
      expect(ms).toBeGreaterThanOrEqual(shortest[index] ?? 0)
      expect(ms).toBeLessThanOrEqual(30_000)
    })
  })

  it('finds what it could not delete to be known when it comes again', async () => {
    const { world, queue } = await aQueue()
    const fault = { code: 'AccessDeniedException', status: 400, message: 'not authorized' }
    world.account.injectFault({ operation: 'sqs:DeleteMessage', error: fault })
    await queue.send(aGuardDutyEvent(world))
    queue.read()
    await queue.untilLeft(0)
    expect(await queue.incidents()).toHaveLength(1)
    expect(said(world, 'could not be taken off its queue')).toHaveLength(1)
  })

  it('asks an empty queue no more often than it waits', async () => {
    const { world, queue } = await aQueue()
    queue.read({ waitSeconds: 1 })
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    expect(receivesOf(world)).toBeLessThanOrEqual(2)
  })
})

describe('a message that nobody can read', () => {
  it('goes to the dead-letter queue where there is one, and the others pass it by', async () => {
    const redrive = (accountId: string) => ({
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:${accountId}:dead-letters`,
        maxReceiveCount: 2,
      }),
    })
    const world = await createWorld()
    const queue = await queueIn(world, { attributes: { ...redrive(world.accountId), VisibilityTimeout: '0' } })
    open.push(queue)
    await queue.send('{"detail-type": "GuardDuty Finding", "source": "aws.guardduty", "detail": 1}')
    await queue.send(aGuardDutyEvent(world))
    queue.read()
    await queue.untilLeft(0)
    expect(await queue.incidents()).toHaveLength(1)
    expect(await queue.bodiesIn('dead-letters')).toHaveLength(1)
  })

  it('is dropped after ten tries where there is none, and the system chain says so first', async () => {
    const { world, queue } = await aQueue({ attributes: { VisibilityTimeout: '0' } })
    await queue.send('{"not": JSON')
    const noted: SystemEvent[] = []
    const systemLog = { append: async (event: SystemEvent) => void noted.push(event) }
    queue.read({ notes: new DroppedNotes(systemLog, world.runtime.engine.clock) })
    await queue.untilLeft(0)
    expect(said(world, 'stays in its queue')).toHaveLength(9)
    expect(noted).toEqual([
      expect.objectContaining({
        what: 'MESSAGE_DROPPED',
        detail: expect.objectContaining({ source: 'guardduty', queue: 'findings', reason: expect.any(String) }),
      }),
    ])
  })

  it('is dropped at once in a FIFO queue, where it would hold up its group', async () => {
    const { world, queue } = await aQueue({ name: 'findings.fifo' })
    await queue.send('not JSON', { groupId: 'g', id: 'a' })
    await queue.send(aGuardDutyEvent(world), { groupId: 'g', id: 'b' })
    queue.read()
    await queue.untilLeft(0)
    expect(await queue.incidents()).toHaveLength(1)
  })
})
