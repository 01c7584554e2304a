import type { Json } from '../../domain/canonical-json.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import { fieldsOf, type JsonObject } from './record-values.js'

export interface UnwrappedRecords {
  readonly records: readonly TrailRecord[]
  /** What was not a record, by reason, in the order in which reasons first came up. */
  readonly skipped: readonly SkippedRecords[]
}

export interface SkippedRecords {
  readonly reason: string
  readonly count: number
}

/** Reads `awslogs.data`, which is gzip in base64: what can inflate is no part of this floor. null where it cannot be read. */
export type DecodeData = (base64: string) => Json | null

/** Deeper than any export nests records: Logs has awslogs, data, logEvents, an event, its text. */
const maxDepth = 8

/** Hold records or envelopes of them: S3 delivery, LookupEvents (API and CLI), Logs, Elastic's answers. */
const lists = ['Records', 'records', 'Events', 'events', 'logEvents', 'hits']
/** Hold one, as an object or as its text: LookupEvents, EventBridge, Logs, Splunk, Elastic, rule tests, CloudTrail Lake. */
const singles = 'CloudTrailEvent detail message @message log hits _source event result _raw eventData original'.split(
  ' ',
)

/**
 * Finds the CloudTrail records in a JSON value: `{"Records": […]}`, a list, one record, and these inside the envelopes of
 * EventBridge (`detail`), a Logs subscription (`logEvents[].message`; `awslogs.data` with `decode`), LookupEvents
 * (`Events[].CloudTrailEvent`) and of search exports. Digest files, Insights events and other JSON are counted by reason.
 * Never throws. CSV and Athena's result sets are not read.
 */
export function unwrapRecords(json: Json, decode: DecodeData = () => null): UnwrappedRecords {
  const records: TrailRecord[] = []
  const reasons = new Map<string, number>()
  const skip = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  find(json, 0, { records, skip, decode })
  return { records, skipped: [...reasons].map(([reason, count]) => ({ reason, count })) }
}

interface Finding {
  readonly records: TrailRecord[]
  readonly skip: (reason: string) => void
  readonly decode: DecodeData
}

function find(value: Json, depth: number, finding: Finding): void {
  if (Array.isArray(value) && depth <= maxDepth) {
    for (const item of value) find(item, depth + 1, finding)
    return
  }
  const fields = fieldsOf(value)
  if (fields !== undefined && isRecord(fields)) {
    finding.records.push(fields)
    return
  }
  const opened = depth > maxDepth ? closed('nested too deeply') : open(value, finding.decode)
  if (opened.inner === null) finding.skip(opened.reason)
  else find(opened.inner, depth + 1, finding)
}

/** What is inside of an envelope; null with the reason where nothing is. */
type Opened = { readonly inner: string | Json[] | JsonObject } | { readonly inner: null; readonly reason: string }

function closed(reason: string): Opened {
  return { inner: null, reason }
}

function open(value: Json, decode: DecodeData): Opened {
  if (typeof value === 'string') return openText(value)
  const fields = fieldsOf(value)
  if (fields === undefined) return closed('not a CloudTrail record')
  if (isDigest(fields)) return closed('a CloudTrail digest file')
  if (isInsight(fields)) return closed('a CloudTrail Insights event')
  if (fields.messageType === 'CONTROL_MESSAGE') return closed('a control message of CloudWatch Logs')
  const list = lists.map((name) => fields[name]).find((inner) => Array.isArray(inner))
  if (Array.isArray(list)) return { inner: list }
  const data = fieldsOf(fields.awslogs)?.data
  if (typeof data === 'string') return openData(data, decode)
  const single = singles.map((name) => fields[name]).find(isEnvelope)
  return single === undefined ? closed('not a CloudTrail record') : { inner: single }
}

function openText(text: string): Opened {
  if (!isEnvelope(text)) return closed('not a CloudTrail record')
  try {
    const parsed: Json = JSON.parse(text)
    return isEnvelope(parsed) ? { inner: parsed } : closed('not a CloudTrail record')
  } catch {
    return closed('a record in a text that is not JSON, or cut off')
  }
}

function openData(data: string, decode: DecodeData): Opened {
  const decoded = decode(data)
  return isEnvelope(decoded) ? { inner: decoded } : closed('data of CloudWatch Logs that could not be decoded')
}

/** A `message` or `result` that is a plain word belongs to other JSON: that is counted as such, not as broken text. */
function isEnvelope(value: Json | undefined): value is string | Json[] | JsonObject {
  if (typeof value === 'string') return /^\s*[[{]/.test(value)
  return typeof value === 'object' && value !== null
}

/**
 * A record names a call: `eventName`, or `eventname` where a store folded it. S3 and other notifications have one too, in
 * an envelope that looks alike, but their source is `aws:s3`; a wrapper's own `eventName` stands beside no source.
 */
export function isRecord(fields: JsonObject | TrailRecord): boolean {
  if (typeof fields.eventName === 'string') {
    return !(typeof fields.eventSource === 'string' && fields.eventSource.startsWith('aws:'))
  }
  return typeof fields.eventname === 'string' && fields.CloudTrailEvent === undefined
}

function isDigest(fields: JsonObject): boolean {
  return Array.isArray(fields.logFiles) && (fields.digestS3Object !== undefined || fields.digestEndTime !== undefined)
}

function isInsight(fields: JsonObject): boolean {
  return fields.eventType === 'AwsCloudTrailInsight' || fields.eventCategory === 'Insight'
}
