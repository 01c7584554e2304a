import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { randomUuid } from '../../account/identifiers.js'
import { type Message, type Queue, queues, secondsOf } from './queues.js'

const dayMs = 86_400_000
/** A FIFO queue takes the same deduplication id once in this time. */
const deduplicationMs = 5 * 60_000

export type Sent = Pick<Message, 'id' | 'md5'>

export type Sending = {
  readonly body: string
  readonly delaySeconds?: number | undefined
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
}

/** Puts a message in a queue, as SendMessage and a topic do. */
export function enqueue(account: Account, queue: Queue, sending: Sending): Sent {
  const { body, groupId, deduplicationId } = sending
  const nowMs = account.now().getTime()
  const twin = deduplicationId === undefined ? undefined : twinOf(queue, deduplicationId, nowMs)
  if (twin !== undefined) return twin
  const delayMs = 1_000 * (sending.delaySeconds ?? secondsOf(queue, 'DelaySeconds'))
  const message: Message = {
    id: randomUuid(account.random),
    body,
    md5: createHash('md5').update(body).digest('hex'),
    sentAtMs: nowMs,
    groupId,
    deduplicationId,
    visibleAtMs: nowMs + delayMs,
    receiveCount: 0,
    firstReceivedAtMs: undefined,
    receiptHandle: undefined,
  }
  queue.messages.push(message)
  remember(queue, message)
  return message
}

const sentTo = new WeakMap<Queue, Map<string, Message>>()

function remember(queue: Queue, message: Message): void {
  if (message.deduplicationId === undefined) return
  const sent = sentTo.get(queue) ?? new Map<string, Message>()
  sentTo.set(queue, sent.set(message.deduplicationId, message))
}

/** Remembered even where the message was deleted meanwhile. */
function twinOf(queue: Queue, deduplicationId: string, nowMs: number): Message | undefined {
  const twin = sentTo.get(queue)?.get(deduplicationId)
  return twin !== undefined && nowMs - twin.sentAtMs < deduplicationMs ? twin : undefined
}

/** Messages that could be received now, in order. In a FIFO queue a group waits for its message that is in flight. */
export function receivable(account: Account, queue: Queue): Message[] {
  const nowMs = account.now().getTime()
  drop(queue, nowMs)
  redrive(account, queue, nowMs)
  const visible = queue.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs)
  if (!queue.isFifo) return visible
  const inFlight = queue.messages.filter((message) => message.visibleAtMs > nowMs && message.receiveCount > 0)
  const waiting = new Set(inFlight.map(({ groupId }) => groupId))
  return visible.filter(({ groupId }) => !waiting.has(groupId))
}

/** Hides them for so long, and hands each a receipt. */
export function take(account: Account, messages: readonly Message[], visibilitySeconds: number): void {
  const nowMs = account.now().getTime()
  for (const message of messages) {
    message.visibleAtMs = nowMs + visibilitySeconds * 1_000
    message.receiveCount += 1
    message.firstReceivedAtMs ??= nowMs
    message.receiptHandle = Buffer.from(`${message.id} ${randomUuid(account.random)}`).toString('base64')
  }
}

function drop(queue: Queue, nowMs: number): void {
  const keptMs = 1_000 * secondsOf(queue, 'MessageRetentionPeriod') || 4 * dayMs
  remove(queue, (message) => nowMs - message.sentAtMs >= keptMs)
}

const redrivePolicySchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1),
})

export function redrivePolicyOf(queue: Queue) {
  try {
    return redrivePolicySchema.safeParse(JSON.parse(queue.attributes.get('RedrivePolicy') ?? 'null')).data
  } catch {
    // The text was checked when the attribute was set; one from elsewhere redrives nothing.
    return undefined
  }
}

/** What was received too often goes to the dead-letter queue, when it would be received next. */
function redrive(account: Account, queue: Queue, nowMs: number): void {
  const policy = redrivePolicyOf(queue)
  const target = [...queues(account).values()].find(({ arn }) => arn === policy?.deadLetterTargetArn)
  if (policy === undefined || target === undefined) return
  const spent = (message: Message) => message.visibleAtMs <= nowMs && message.receiveCount >= policy.maxReceiveCount
  target.messages.push(...queue.messages.filter(spent).map((message) => ({ ...message, receiveCount: 0 })))
  remove(queue, spent)
}

export function remove(queue: Queue, isGone: (message: Message) => boolean): void {
  const kept = queue.messages.filter((message) => !isGone(message))
  queue.messages.splice(0, queue.messages.length, ...kept)
}
