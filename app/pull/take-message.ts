import { createHash } from 'node:crypto'
import type { QueueMessage } from '../../integrations/aws/sqs/sqs-queue.js'
import type { PayloadSource } from '../../integrations/findings/sources.js'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Finding } from '../../src/domain/finding.js'
import type { Log } from '../../src/engine/engine.js'
import { type AcceptedIntake, intakeSources, judgePayload } from '../intake.js'
import { type OpeningPlace, openFinding } from '../open-finding.js'
import type { DroppedNotes } from './dropped-notes.js'
import { unwrapSns } from './unwrap-sns.js'

/** What became of a message: all but `kept` are done with, and may be taken off the queue. */
export type Outcome = 'opened' | 'duplicate' | 'notOurs' | 'dropped' | 'kept'

export interface MessageDesk extends OpeningPlace {
  readonly queue: { readonly name: string; readonly isFifo: boolean }
  readonly source: PayloadSource
  readonly notes: DroppedNotes
  readonly log: Log
}

/** A dead-letter queue takes a message over before this, if there is one. */
const TRIES_OF_UNREADABLE = 10

/**
 * Judges a message by the same code as the webhook and takes its findings in: each is durable when this returns anything but
 * `kept`. What cannot be read is kept for the queue's dead-letter queue; where none has taken it by the tenth time, and in a
 * FIFO queue, where it holds up its group, at once, it is dropped once it is noted on the system chain. Throws
 * StoreUnavailableError while the record cannot be written.
 */
export async function takeMessage(desk: MessageDesk, message: QueueMessage): Promise<Outcome> {
  const source = intakeSources.find(({ name }) => name === desk.source)
  if (source === undefined) throw new Error(`The source ${desk.source} has no parser.`)
  const intake = judgePayload(source, unwrapSns(desk.source, message.body), null)
  if (intake.accepted) return openAll(desk, intake)
  const { kind, reason } = intake
  switch (kind) {
    case 'notOurs':
      desk.log.info('A message is not ours.', { queue: desk.queue.name, reason })
      return 'notOurs'
    case 'tooLarge':
    case 'badJson':
    case 'malformed':
      return unreadable(desk, message, reason)
    default:
      return assertNever(kind, 'intake')
  }
}

async function openAll(desk: MessageDesk, { findings, skipped }: AcceptedIntake): Promise<Outcome> {
  const { log, queue } = desk
  for (const { reason } of skipped) log.info('A finding of a message is not taken.', { queue: queue.name, reason })
  const outcomes: Outcome[] = []
  for (const finding of findings) outcomes.push(await open(desk, finding))
  return (['opened', 'duplicate'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'notOurs'
}

async function open(desk: MessageDesk, finding: Finding): Promise<Outcome> {
  const taken = await openFinding(desk, { ...finding, feed: 'sqs' })
  if (taken.kind === 'opened') return taken.deduplicated ? 'duplicate' : 'opened'
  desk.log.warn('A finding came to the wrong place.', { queue: desk.queue.name, reason: taken.reason })
  return 'notOurs'
}

async function unreadable(
  { queue, source, notes, log }: MessageDesk,
  { id, body, receivedTimes }: QueueMessage,
  reason: string,
): Promise<Outcome> {
  if (!queue.isFifo && receivedTimes < TRIES_OF_UNREADABLE) {
    log.warn('A message cannot be read and stays in its queue.', { queue: queue.name, id, receivedTimes, reason })
    return 'kept'
  }
  const sha256 = createHash('sha256').update(body).digest('hex')
  const noted = await notes.note({ queue: queue.name, source, messageId: id, sha256, reason })
  return noted ? 'dropped' : 'kept'
}
