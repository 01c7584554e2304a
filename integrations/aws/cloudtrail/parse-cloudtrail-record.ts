import { z } from 'zod'
import { type Json, jsonSchema } from '../../../src/domain/canonical-json.js'
import { cleanJson } from '../../../src/domain/clean-text.js'
import { type CloudTrailEvent, cloudTrailEventSchema } from '../../../src/domain/cloudtrail-event.js'
import { parseAwsTime } from './aws-time.js'
import { createdIn } from './created-entity.js'
import { issuedIn } from './issued-credentials.js'
import { type CloudTrailRecord, recordSchema } from './record-schema.js'
import { presentFields } from './record-values.js'

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
  return presentFields({
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
    issued: issuedIn(record),
    created: createdIn(record),
    requestParameters: requestParameters && withoutSecrets(requestParameters),
  })
}

function actorOf(identity: CloudTrailRecord['userIdentity']) {
  const { type, arn, principalId, accessKeyId, userName, invokedBy, sessionContext } = identity ?? {}
  const { sessionIssuer: issuer, attributes } = sessionContext ?? {}
  return presentFields({
    ...{ type, arn, principalId, accessKeyId, userName, invokedBy },
    ...{ issuerArn: issuer?.arn, issuerId: issuer?.principalId, issuerType: issuer?.type },
    sessionIssuedAt: (attributes?.creationDate && parseAwsTime(attributes.creationDate)) ?? undefined,
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
