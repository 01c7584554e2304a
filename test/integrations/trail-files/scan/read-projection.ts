import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ListWalker } from '../../../../integrations/trail-files/scan/list-walker.js'
import type { ReadCall } from '../../../../integrations/trail-files/scan/read-call.js'
import { eventsOf } from '../../../../integrations/trail-files/scan/read-fast.js'
import { RecordCutter } from '../../../../integrations/trail-files/scan/record-cutter.js'
import { SkipCounts } from '../../../../integrations/trail-files/skip-counts.js'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import type { CountedCall } from '../../../../src/evidence/facts/counted-call.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { isNotable } from '../../../../src/evidence/facts/is-notable.js'
import { mintOf } from '../../../../src/evidence/facts/mint-of.js'
import { outcomeOf } from '../../../../src/evidence/facts/outcome-of.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'

const corpusFolder =
  process.env.TOURNIQUET_CORPUS ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url))
/** null where it is not on this machine. */
export const corpus = existsSync(corpusFolder) ? corpusFolder : null

/** All that counting takes of a call. MFA is none of it: no count asks for it. */
function countedOf(call: CountedCall, atMs: number) {
  const { mfa: _, ...actor } = call.actor
  const { eventId, eventSource, eventName, accountId, region, sourceIp, userAgent, errorCode } = call
  const named = { eventId, atMs, eventSource, eventName, actor, accountId, region }
  return { ...named, sourceIp, userAgent, errorCode, outcome: outcomeOf(call) }
}

export const projectionOf = (call: ReadCall) => countedOf(call, call.atMs)

/** The same of the whole reading; null where the record may not be merely counted: refused, kept whole, or handing out a key. */
export function wholeProjectionOf(record: TrailRecord) {
  const result = normaliseRecord(record)
  if (!result.ok) return null
  const { event } = result
  const atMs = eventTimeMs(event.eventTime)
  const handsOut = event.issued !== undefined || event.created?.accessKeyId !== undefined
  if (isNotable(event) || handsOut || mintOf(event, { eventId: event.eventId, atMs }, '') !== null) return null
  return countedOf(event, atMs)
}

const refused = (record: TrailRecord) => `kept whole: ${JSON.stringify(record)}`

/** One for all, as a thread has one. */
const walker = new ListWalker()

/** What the walk of a log hands over, in order, and how much of it was merely counted; null where it is no log of its kind. */
export function walked(content: Buffer) {
  const taken: unknown[] = []
  const skipped = new SkipCounts()
  let counted = 0
  const take = (record: TrailRecord) => taken.push(wholeProjectionOf(record) ?? refused(record))
  const call = (read: ReadCall) => {
    counted += 1
    taken.push(projectionOf(read))
  }
  const isWhole = walker.walk(content, { ...eventsOf({ take, skipped }), call })
  return { isWhole, taken, skipped: skipped.entries(), counted }
}

/** What the cutter hands over, where every record is read whole. */
export function cut(content: Buffer) {
  const taken: unknown[] = []
  const skipped = new SkipCounts()
  const take = (record: TrailRecord) => taken.push(wholeProjectionOf(record) ?? refused(record))
  const cutter = new RecordCutter(eventsOf({ take, skipped }))
  cutter.push(content)
  const isWhole = cutter.end()
  return { isWhole, taken, skipped: skipped.entries() }
}
