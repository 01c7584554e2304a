import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '../account/account.js'
import type { TrailEntry } from '../account/trail.js'
import type { JsonObject } from '../json.js'
import { type Failure, failure } from '../pipeline/aws-error.js'
import type { Reply } from '../pipeline/call.js'
import { type Operation, operation } from '../pipeline/operation.js'
import { TokenBucket } from '../token-bucket.js'
import { attributesOf, isInEventHistory, type LookupKey, lookupKeys, matchesAttribute } from './event-attributes.js'

const lookupInput = z.object({
  LookupAttributes: z
    .array(z.object({ AttributeKey: z.string(), AttributeValue: z.string().min(1).max(2000) }))
    .default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  EventCategory: z.literal('insight').optional(),
  MaxResults: z.number().int().default(50),
  NextToken: z.string().optional(),
})
type LookupInput = z.output<typeof lookupInput>
type Attribute = { key: LookupKey; value: string }
type Cursor = { eventTimeMs: number; sequence: number }

const tokenSchema = z.object({ query: z.string(), eventTimeMs: z.number(), sequence: z.number() })

const lookupEvents = operation({
  service: 'cloudtrail',
  name: 'LookupEvents',
  readOnly: true,
  input: lookupInput,
  run: ({ account }, input) => {
    if (!takeLookup(account)) return failure({ code: 'ThrottlingException', status: 400, message: 'Rate exceeded' })
    const attribute = attributeOf(input)
    if (!attribute.ok) return attribute
    const refusal = rangeRefusal(input)
    if (refusal !== undefined) return refusal
    const cursor = cursorOf(input)
    if (!cursor.ok) return cursor
    return serve(account, input, attribute.attribute, cursor.cursor)
  },
})

function serve(
  account: Account,
  input: LookupInput,
  attribute: Attribute | undefined,
  cursor: Cursor | undefined,
): Reply {
  // No trail of the account records Insights events, so there are none.
  if (input.EventCategory === 'insight') return { ok: true, result: { Events: [] } }
  const served: TrailEntry[] = []
  let isMore = false
  // Both ends belong to the range; CloudTrail knows whole seconds only.
  const earliestMs = input.StartTime === undefined ? Number.NEGATIVE_INFINITY : Math.floor(input.StartTime) * 1000
  for (const entry of account.trail.newestFirst(account.now().getTime(), latestMs(input.EndTime, cursor))) {
    if (entry.eventTimeMs < earliestMs) break
    if (!isAfter(entry, cursor) || !isInEventHistory(entry.record)) continue
    if (attribute !== undefined && !matchesAttribute(entry.record, attribute.key, attribute.value)) continue
    isMore = served.length === input.MaxResults
    if (isMore) break
    served.push(entry)
  }
  const last = served.at(-1)
  const token = isMore && last !== undefined ? { NextToken: writeToken(input, last) } : {}
  return { ok: true, result: { Events: served.map((entry) => eventOf(entry)), ...token } }
}

function eventOf({ record, eventTimeMs }: TrailEntry): JsonObject {
  const { eventId, eventName, readOnly, accessKeyId, eventSource, username, resources } = attributesOf(record)
  return {
    ...(eventId !== undefined && { EventId: eventId }),
    ...(eventName !== undefined && { EventName: eventName }),
    ...(readOnly !== undefined && { ReadOnly: readOnly }),
    ...(accessKeyId !== undefined && { AccessKeyId: accessKeyId }),
    EventTime: eventTimeMs / 1000,
    ...(eventSource !== undefined && { EventSource: eventSource }),
    ...(username !== undefined && { Username: username }),
    Resources: resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(record),
  }
}

/** Nothing later is asked for, or left to be served. */
function latestMs(endTime: number | undefined, cursor: Cursor | undefined): number {
  const ends = [endTime === undefined ? undefined : endTime * 1000, cursor?.eventTimeMs]
  return Math.min(...ends.filter((end) => end !== undefined))
}

function isAfter(entry: TrailEntry, cursor: Cursor | undefined): boolean {
  if (cursor === undefined || entry.eventTimeMs < cursor.eventTimeMs) return true
  return entry.eventTimeMs === cursor.eventTimeMs && entry.sequence < cursor.sequence
}

function attributeOf({ LookupAttributes }: LookupInput): { ok: true; attribute: Attribute | undefined } | Failure {
  const invalid = (message: string) => failure({ code: 'InvalidLookupAttributesException', status: 400, message })
  if (LookupAttributes.length > 1) return invalid('You can only specify one lookup attribute.')
  const [given] = LookupAttributes
  if (given === undefined) return { ok: true, attribute: undefined }
  const key = lookupKeys.find((known) => known === given.AttributeKey)
  if (key === undefined)
    return invalid(`Lookup attribute ${given.AttributeKey} is not one of ${lookupKeys.join(', ')}.`)
  return { ok: true, attribute: { key, value: given.AttributeValue } }
}

function rangeRefusal({ StartTime, EndTime, MaxResults }: LookupInput): Failure | undefined {
  if (MaxResults < 1 || MaxResults > 50) {
    return failure({ code: 'InvalidMaxResultsException', status: 400, message: 'MaxResults must be between 1 and 50.' })
  }
  if (StartTime === undefined || EndTime === undefined || StartTime <= EndTime) return undefined
  return failure({ code: 'InvalidTimeRangeException', status: 400, message: 'StartTime must not be after EndTime.' })
}

/** The token holds for the very query that it was made for: any other attribute, time or size makes it invalid. */
function queryOf({ LookupAttributes, StartTime, EndTime, EventCategory, MaxResults }: LookupInput): string {
  const query = [LookupAttributes, StartTime ?? null, EndTime ?? null, EventCategory ?? null, MaxResults]
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url')
}

function writeToken(input: LookupInput, { eventTimeMs, sequence }: TrailEntry): string {
  return Buffer.from(JSON.stringify({ query: queryOf(input), eventTimeMs, sequence })).toString('base64url')
}

function cursorOf(input: LookupInput): { ok: true; cursor: Cursor | undefined } | Failure {
  if (input.NextToken === undefined) return { ok: true, cursor: undefined }
  const token = readToken(input.NextToken)
  if (token?.query === queryOf(input)) return { ok: true, cursor: token }
  return failure({ code: 'InvalidNextTokenException', status: 400, message: 'Invalid nextToken provided.' })
}

function readToken(token: string): z.output<typeof tokenSchema> | undefined {
  try {
    return tokenSchema.safeParse(JSON.parse(Buffer.from(token, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

const buckets = new WeakMap<Account, TokenBucket>()

/** The bucket is the account's, so the responder shares it with every other tool and with the intruder. */
function takeLookup(account: Account): boolean {
  const { lookupEventsPerSecond: rate } = account.settings
  const bucket = buckets.get(account) ?? new TokenBucket(rate, rate)
  buckets.set(account, bucket)
  return bucket.take(account.now().getTime())
}

export const cloudTrailOperations: Operation[] = [lookupEvents]
