import { z } from 'zod'
import { type Json, jsonSchema } from '../../../src/domain/canonical-json.js'
import { cleanJson } from '../../../src/domain/clean-text.js'
import { type CloudTrailEvent, cloudTrailEventSchema } from '../../../src/domain/cloudtrail-event.js'
import { parseAwsTime } from './aws-time.js'

/** In the wild any field may be null, empty, of another type or cut off: it is then taken as absent. */
const text = z.string().min(1).optional().catch(undefined)
const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined)

/**
 * A CloudTrail record as far as it is read here. Only the first four fields must be there.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @example {"eventVersion": "1.08", "eventID": "04c8…", "eventTime": "2026-03-01T10:00:00Z",
 *   "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "awsRegion": "us-east-1",
 *   "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana", "accessKeyId": "AKIA…"},
 *   "requestParameters": {"roleArn": "arn:aws:iam::111122223333:role/ci", "roleSessionName": "build"},
 *   "responseElements": {"credentials": {"accessKeyId": "ASIA…", "expiration": "Mar 1, 2026, 11:00:00 AM"}}}
 */
const recordSchema = z.object({
  eventID: text,
  eventTime: z.string(),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: text,
  recipientAccountId: text,
  sourceIPAddress: text,
  userAgent: text,
  errorCode: text,
  errorMessage: text,
  readOnly: z.boolean().optional().catch(undefined),
  userIdentity: part({
    type: text,
    arn: text,
    principalId: text,
    accessKeyId: text,
    accountId: text,
    userName: text,
    invokedBy: text,
    sessionContext: part({ sessionIssuer: part({ arn: text, principalId: text }) }),
  }),
  requestParameters: z.record(z.string(), jsonSchema).optional().catch(undefined),
  responseElements: part({
    credentials: part({ accessKeyId: text, expiration: text }),
    assumedRoleUser: part({ arn: text }),
  }),
})
type CloudTrailRecord = z.infer<typeof recordSchema>

export type ParsedRecord =
  | { readonly ok: true; readonly event: CloudTrailEvent }
  | { readonly ok: false; readonly reason: string }

/**
 * One record as LookupEvents gives it: JSON text. Unreadable records are values, so that one of them never hides the
 * rest. Session tokens and secrets are not read. `eventId` stands in where an old record has none of its own.
 */
export function parseCloudTrailRecord(json: string, eventId?: string): ParsedRecord {
  let raw: Json
  try {
    raw = cleanJson(jsonSchema.parse(JSON.parse(json)))
  } catch (error) {
    return { ok: false, reason: `not JSON: ${error instanceof Error ? error.message : 'unknown'}` }
  }
  const record = recordSchema.safeParse(raw)
  if (!record.success) return { ok: false, reason: z.prettifyError(record.error) }
  const id = record.data.eventID ?? eventId
  const eventTime = parseAwsTime(record.data.eventTime)
  if (id === undefined || eventTime === null) return { ok: false, reason: 'no event id, or a time that is none' }
  return { ok: true, event: cloudTrailEventSchema.parse(toEvent(record.data, id, eventTime)) }
}

function toEvent(record: CloudTrailRecord, eventId: string, eventTime: string) {
  const { eventSource, eventName, userIdentity, requestParameters } = record
  return present({
    eventId,
    eventTime,
    eventSource,
    eventName,
    region: record.awsRegion,
    accountId: record.recipientAccountId ?? userIdentity?.accountId,
    sourceIp: record.sourceIPAddress,
    userAgent: record.userAgent,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    readOnly: record.readOnly,
    actor: actorOf(userIdentity),
    issued: issuedBy(record),
    requestParameters: requestParameters && withoutSecrets(requestParameters),
  })
}

function actorOf(identity: CloudTrailRecord['userIdentity']) {
  const { type, arn, principalId, accessKeyId, userName, invokedBy } = identity ?? {}
  const issuer = identity?.sessionContext?.sessionIssuer
  const issuerFields = { issuerArn: issuer?.arn, issuerId: issuer?.principalId }
  return present({ type, arn, principalId, accessKeyId, userName, invokedBy, ...issuerFields })
}

/** Credentials that the call handed out, by whatever operation: new ways to issue them keep the same shape. */
function issuedBy({ requestParameters, responseElements }: CloudTrailRecord) {
  const { accessKeyId, expiration } = responseElements?.credentials ?? {}
  if (accessKeyId === undefined) return undefined
  const sessionArn = responseElements?.assumedRoleUser?.arn
  return present({
    accessKeyId,
    expiresAt: (expiration && parseAwsTime(expiration)) ?? undefined,
    roleArn: textOf(requestParameters?.roleArn) ?? sessionArn,
    sessionName: textOf(requestParameters?.roleSessionName) ?? sessionArn?.split('/').at(-1),
  })
}

const secretName =
  /(secret(access)?key|sessiontoken|securitytoken|password|privatekey|samlassertion|webidentitytoken)$/i

/** CloudTrail hides secrets itself for the services that it knows; for the others this is the last sieve. */
function withoutSecrets(parameters: { [name: string]: Json }): { [name: string]: Json } {
  const kept = Object.entries(parameters).filter(([name]) => !secretName.test(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, sifted(value)]))
}

function sifted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sifted)
  return typeof value === 'object' && value !== null ? withoutSecrets(value) : value
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Without the fields that are not there: "absent" and "undefined" must hash alike. */
function present<T extends object>(fields: T): Partial<T> {
  const kept: Partial<T> = { ...fields }
  for (const name in kept) if (kept[name] === undefined) delete kept[name]
  return kept
}
