import type { QueueMessage } from '../../integrations/aws/sqs/sqs-queue.js'
import { StoreUnavailableError } from '../../integrations/postgres/connect-database.js'
import type { Log } from '../../src/engine/engine.js'
import type { Clock } from '../../src/ports.js'
import { BackOff } from './back-off.js'
import type { Outcome } from './take-message.js'

/** A queue as it is read here; `SqsQueue` is one. */
export interface PulledQueue {
  receive(max: number, waitSeconds: number, signal: AbortSignal): Promise<QueueMessage[]>
  delete(message: QueueMessage): Promise<void>
}

export interface PullSettings {
  readonly name: string
  readonly queue: PulledQueue
  /** Messages at once. */
  readonly concurrency: number
  readonly take: (message: QueueMessage) => Promise<Outcome>
  readonly clock: Pick<Clock, 'pause'>
  readonly log: Log
  /** Told of each message, and of each round: `received`, `empty` or `failed`. */
  readonly count: { message(outcome: Outcome): void; round(outcome: 'received' | 'empty' | 'failed'): void }
  readonly waitSeconds?: number
  readonly random?: () => number
}

export interface RunningPull {
  /** Asks for nothing more, and waits for what is in hand; what was received and not begun is seen again by others. */
  stop(): Promise<void>
}

const BATCH = 10
/** SQS's longest: the fewest requests. */
const WAIT_SECONDS = 20

/**
 * Reads a queue until it is stopped: waits for messages, takes each, and takes it off the queue only after it is durable.
 * Any number of processes may read the same queue; one that dies leaves its messages to be seen again, and what was taken
 * twice is one finding. While AWS or the record does not answer nothing is lost: messages become visible again by
 * themselves, and the queue is asked less and less often.
 */
export function pullQueue(settings: PullSettings): RunningPull {
  const stopping = new AbortController()
  const readers = Math.ceil(settings.concurrency / BATCH)
  const size = Math.min(BATCH, settings.concurrency)
  const reading = Array.from({ length: readers }, () => readOn(settings, size, stopping.signal))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(reading)
    },
  }
}

async function readOn(settings: PullSettings, size: number, signal: AbortSignal): Promise<void> {
  const backOff = new BackOff(settings.random)
  while (!signal.aborted) {
    const isWell = await round(settings, size, signal, backOff)
    if (isWell) backOff.reset()
    else if (!signal.aborted) await settings.clock.pause(backOff.next(), signal)
  }
}

/** False where it is better to wait before the next one. */
async function round(settings: PullSettings, size: number, signal: AbortSignal, backOff: BackOff): Promise<boolean> {
  const { name, queue, count, log } = settings
  let messages: QueueMessage[]
  try {
    messages = await queue.receive(size, settings.waitSeconds ?? WAIT_SECONDS, signal)
  } catch (error) {
    if (signal.aborted) return true
    count.round('failed')
    const told = { queue: name, error: String(error) }
    if (!backOff.isFailing) log.error('A queue cannot be read; it is tried again.', told)
    return false
  }
  if (backOff.isFailing) log.info('A queue can be read again.', { queue: name })
  count.round(messages.length === 0 ? 'empty' : 'received')
  const done = await Promise.all(inGroups(messages).map((group) => takeGroup(settings, group)))
  return done.every((isWell) => isWell)
}

/** Messages of one group of a FIFO queue stay in their order; all others are on their own. */
function inGroups(messages: readonly QueueMessage[]): QueueMessage[][] {
  const groups = new Map<string, QueueMessage[]>()
  for (const message of messages) {
    const key = message.groupId === null ? `message ${message.receipt}` : `group ${message.groupId}`
    groups.set(key, [...(groups.get(key) ?? []), message])
  }
  return [...groups.values()]
}

/** False where the record cannot be written. Behind a message that stays, the rest of its group waits. */
async function takeGroup(settings: PullSettings, messages: readonly QueueMessage[]): Promise<boolean> {
  for (const message of messages) {
    const outcome = await takeOne(settings, message)
    if (outcome === 'unwritable') return false
    if (outcome === 'kept') return true
  }
  return true
}

async function takeOne(settings: PullSettings, message: QueueMessage): Promise<Outcome | 'unwritable'> {
  const { name, queue, count, log } = settings
  const outcome = await tryToTake(settings, message)
  count.message(outcome === 'unwritable' ? 'kept' : outcome)
  if (outcome === 'kept' || outcome === 'unwritable') return outcome
  try {
    await queue.delete(message)
  } catch (error) {
    // It is seen again, and found to be known.
    log.warn('A message could not be taken off its queue.', { queue: name, id: message.id, error: String(error) })
  }
  return outcome
}

async function tryToTake({ name, take, log }: PullSettings, message: QueueMessage): Promise<Outcome | 'unwritable'> {
  try {
    return await take(message)
  } catch (error) {
    const isUnwritable = error instanceof StoreUnavailableError
    const what = isUnwritable ? 'A message waits: the record cannot be written.' : 'A message could not be taken in.'
    log.error(what, { queue: name, id: message.id, error: String(error) })
    return isUnwritable ? 'unwritable' : 'kept'
  }
}
