import { fieldOf, isJsonObject, type Json, type JsonObject, textOf } from '../json.js'

/** A CloudTrail record as it was logged. Nothing but an eventName and one of source, time and identity is certain. */
export type TrailRecord = JsonObject

/** What is read off a record; whatever is missing, masked or of another type than documented is undefined. */
export type TrailView = {
  readonly record: TrailRecord
  readonly timeMs: number | undefined
  /** The service as its endpoint names it: iam, monitoring. */
  readonly service: string
  readonly eventName: string
  readonly eventType: string
  readonly region: string | undefined
  /** The account whose log this is; not the caller's where the call came from another account. */
  readonly accountId: string | undefined
}

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export function isTrailRecord(value: Json): value is TrailRecord {
  if (!isJsonObject(value) || typeof value.eventName !== 'string') return false
  return (
    typeof value.eventSource === 'string' || typeof value.eventTime === 'string' || isJsonObject(value.userIdentity)
  )
}

export function viewRecord(record: TrailRecord): TrailView {
  // Records before version 1.02 have no recipientAccountId. One that is odd says that it is not ours, whoever called.
  const account = textOf(record.recipientAccountId) ?? textOf(fieldOf(record, 'userIdentity', 'accountId')) ?? ''
  return {
    record,
    timeMs: timeOf(textOf(record.eventTime)),
    service: (textOf(record.eventSource) ?? '').replace(/\.amazonaws\.com(\.cn)?$/, ''),
    eventName: textOf(record.eventName) ?? '',
    eventType: textOf(record.eventType) ?? 'AwsApiCall',
    region: textOf(record.awsRegion),
    accountId: /^\d{12}$/.test(account) ? account : undefined,
  }
}

/** Milliseconds since 1970; undefined for what is no time, or none that can be written back as ISO 8601. */
export function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return time >= 0 && time < Date.UTC(10_000, 0) ? time : undefined
}
