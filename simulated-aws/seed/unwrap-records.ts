import { isJsonObject, type Json } from '../json.js'
import { isTrailRecord, type TrailRecord } from './trail-record.js'

export type Unwrapped = {
  records: TrailRecord[]
  /** Why the text gave no records, or not all that it may have held. */
  reason?: string
}

type Found = { records: TrailRecord[]; others: number }

/** Deeper than any export nests records: LookupEvents has Events, an event, its text. */
const maxDepth = 5

/** Keys that hold a list of records or of wrappers: S3 delivery, LookupEvents, CloudWatch Logs. */
const listKeys = ['Records', 'records', 'Events', 'events', 'logEvents']
/** Keys that hold one record, as an object or as its text: LookupEvents, EventBridge, CloudWatch Logs, rule tests. */
const recordKeys = ['CloudTrailEvent', 'log', 'detail', 'message', '@message', 'event', '_raw', 'result']

/**
 * Finds the CloudTrail records in a text: `{"Records": [...]}`, a list, one record, one JSON value a line, and any of
 * these inside the wrappers of LookupEvents, EventBridge, CloudWatch Logs and rule test sets.
 *
 * A text that ends too early gives no records; of lines, those that are whole give theirs.
 */
export function unwrapRecords(text: string): Unwrapped {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') return { records: [], reason: 'is empty' }
  const whole = parse(trimmed)
  if (whole.ok) return outcome(find(whole.value, 0))
  return unwrapLines(trimmed) ?? { records: [], reason: `is not JSON: ${whole.message}` }
}

/** undefined where no line holds a record, so that the text was not meant to be read by lines. */
function unwrapLines(text: string): Unwrapped | undefined {
  const lines = text.split('\n').map((line) => ({ line, parsed: parse(line.trim()) }))
  const found = lines.map(({ parsed }) => (parsed.ok ? find(parsed.value, 0) : { records: [], others: 0 }))
  const all = {
    records: found.flatMap(({ records }) => records),
    others: found.reduce((sum, one) => sum + one.others, 0),
  }
  if (all.records.length === 0) return undefined
  const broken = lines.flatMap(({ line, parsed }, index) => (parsed.ok || line.trim() === '' ? [] : [index + 1]))
  if (broken.length === 0) return outcome(all)
  return {
    records: all.records,
    reason: `${broken.length} of ${lines.length} lines are not JSON, the first is line ${broken[0]}`,
  }
}

function outcome({ records, others }: Found): Unwrapped {
  if (records.length === 0) return { records, reason: 'holds no CloudTrail records' }
  return others === 0 ? { records } : { records, reason: `${others} of its entries are not CloudTrail records` }
}

function find(value: Json, depth: number): Found {
  if (isTrailRecord(value)) return { records: [value], others: 0 }
  if (depth >= maxDepth) return { records: [], others: 1 }
  if (Array.isArray(value)) return findAll(value, depth)
  if (typeof value === 'string') {
    const parsed = parse(value)
    return parsed.ok && typeof parsed.value !== 'string' ? find(parsed.value, depth + 1) : { records: [], others: 1 }
  }
  if (!isJsonObject(value)) return { records: [], others: 1 }
  const list = listKeys.map((key) => value[key]).find((inner) => Array.isArray(inner))
  if (Array.isArray(list)) return findAll(list, depth)
  const inner = recordKeys.map((key) => value[key]).find((candidate) => candidate !== undefined)
  return inner === undefined ? { records: [], others: 1 } : find(inner, depth + 1)
}

function findAll(values: readonly Json[], depth: number): Found {
  const found = values.map((inner) => find(inner, depth + 1))
  return {
    records: found.flatMap(({ records }) => records),
    others: found.reduce((sum, { others }) => sum + others, 0),
  }
}

function parse(text: string): { ok: true; value: Json } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}
