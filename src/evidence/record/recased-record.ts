import type { Json } from '../../domain/canonical-json.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import { fieldsOf, type JsonObject } from './record-values.js'

/** The fields that are read, as CloudTrail spells them. */
const spellings = new Map(
  [
    'eventID eventTime eventSource eventName eventType eventCategory eventVersion awsRegion recipientAccountId',
    'sourceIPAddress userAgent errorCode errorMessage readOnly sharedEventID requestParameters responseElements',
    'additionalEventData userIdentity principalId accountId accessKeyId userName invokedBy identityProvider onBehalfOf',
    'userId sessionContext sessionIssuer attributes creationDate mfaAuthenticated sourceIdentity ec2RoleDelivery',
    'webIdFederationData federatedProvider',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => [name.toLowerCase(), name]),
)

/** A caller's own parameters are no fields of CloudTrail's: their names stay. */
const parts = new Set([
  'userIdentity',
  'sessionContext',
  'sessionIssuer',
  'attributes',
  'webIdFederationData',
  'onBehalfOf',
])

/**
 * The record with its field names spelled as CloudTrail does: stores that fold column names (Athena, and data lakes fed from
 * it) hand out `eventname` and `useridentity.sessioncontext`. Names that are spelled right already win over folded ones.
 */
export function recasedRecord(record: TrailRecord): TrailRecord {
  return recased(record)
}

function recased(fields: TrailRecord | JsonObject): JsonObject {
  const names = Object.keys(fields)
  const entries = names.flatMap((name): [string, Json][] => {
    const spelling = spellings.get(name.toLowerCase()) ?? name
    const value = fields[name]
    if (value === undefined || (spelling !== name && Object.hasOwn(fields, spelling))) return []
    const part = parts.has(spelling) ? fieldsOf(value) : undefined
    return [[spelling, part === undefined ? value : recased(part)]]
  })
  return Object.fromEntries(entries)
}
