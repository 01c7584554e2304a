import type { Json } from '../../../src/domain/canonical-json.js'
import { type NormalisedRecord, normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { fieldsOf, textOf } from '../../../src/evidence/record/record-values.js'

/**
 * One record as LookupEvents gives it: JSON text. Unreadable records are values, so that one of them never hides the
 * rest. `eventId` is the envelope's, and stands in where an old record has none of its own; LookupEvents always gives one,
 * so a record with neither is not its.
 */
export function parseCloudTrailRecord(json: string, eventId?: string): NormalisedRecord {
  let raw: Json
  try {
    raw = JSON.parse(json)
  } catch (error) {
    return { ok: false, reason: `not JSON: ${error instanceof Error ? error.message : 'unknown'}` }
  }
  const record = fieldsOf(raw)
  if (record === undefined) return { ok: false, reason: 'no record: JSON of another kind' }
  if (textOf(record.eventID) === undefined && eventId === undefined) return { ok: false, reason: 'no event id' }
  return normaliseRecord(record, eventId)
}
