import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RowWriter } from '../../../../integrations/trail-files/scan/call-rows.js'
import { handedOutAt } from '../../../../integrations/trail-files/scan/handed-out-at.js'
import { IdReader } from '../../../../integrations/trail-files/scan/id-column.js'
import { ListWalker } from '../../../../integrations/trail-files/scan/list-walker.js'
import type { ReadCall } from '../../../../integrations/trail-files/scan/read-call.js'
import { eventsOf } from '../../../../integrations/trail-files/scan/read-fast.js'
import { RecordCutter } from '../../../../integrations/trail-files/scan/record-cutter.js'
import { type RowCall, RowCalls } from '../../../../integrations/trail-files/scan/row-calls.js'
import { RowDictionary } from '../../../../integrations/trail-files/scan/row-dictionary.js'
import { SkipCounts } from '../../../../integrations/trail-files/skip-counts.js'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import type { CountedCall } from '../../../../src/evidence/facts/counted-call.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { isNotable } from '../../../../src/evidence/facts/is-notable.js'
import { type HandedOut, handedOutBy } from '../../../../src/evidence/facts/mint-of.js'
import { WholeRecord } from '../../../../src/evidence/facts/notable-record.js'
import { outcomeOf } from '../../../../src/evidence/facts/outcome-of.js'
import { TextPool } from '../../../../src/evidence/facts/text-pool.js'
import { actorOf } from '../../../../src/evidence/record/actor-of.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'

const corpusFolder =
  process.env.TOURNIQUET_CORPUS ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url))
/** null where it is not on this machine. */
export const corpus = existsSync(corpusFolder) ? corpusFolder : null

/** All that is taken of a call. MFA is none of it: no count asks for it. */
function takenOf(call: CountedCall, atMs: number, event: CloudTrailEvent | null, handedOut: HandedOut | null) {
  const { mfa: _, ...actor } = call.actor
  const { eventId, eventSource, eventName, accountId, region, sourceIp, userAgent, errorCode } = call
  const named = { eventId, atMs, eventSource, eventName, actor, accountId, region }
  return { ...named, sourceIp, userAgent, errorCode, outcome: outcomeOf(call), event, handedOut }
}

const writer = new RowWriter(1)
const dictionary = new RowDictionary(new TextPool())

/** Without making the record whole, but for one that may be kept. */
export function projectionOf(call: ReadCall) {
  writer.addRead(call, outcomeOf(call))
  const rows = writer.take()
  dictionary.learn(rows)
  expectSameRow(new RowCalls(rows, dictionary).at(0), call)
  const keyId = new IdReader(rows.keyIds).at(0)
  const handedOut = rows.mints.length === 0 ? null : handedOutAt(dictionary.texts, rows.mints, 0, keyId)
  expect(call.issuedKeyId).toBe(handedOut?.accessKeyId)
  expect(call.actorKey).toBe(actorOf(call).key)
  const event = call.notable === null ? null : call.keep().event
  if (event !== null) expect(call.characters).toBeGreaterThanOrEqual(new WholeRecord(event).characters)
  return takenOf(call, call.atMs, event, handedOut)
}

/** What passes to the thread that counts, by numbers, says what the call says. */
function expectSameRow(row: RowCall, call: ReadCall): void {
  const { actor, eventSource, eventName, accountId, region, sourceIp, userAgent, errorCode } = call
  expect({ ...row }).toEqual({ actor, eventSource, eventName, accountId, region, sourceIp, userAgent, errorCode })
}

/** The same of the whole reading; null where it refuses the record. */
export function wholeProjectionOf(record: TrailRecord) {
  const result = normaliseRecord(record)
  if (!result.ok) return null
  const { event } = result
  return takenOf(event, eventTimeMs(event.eventTime), isNotable(event) ? event : null, handedOutBy(event))
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
