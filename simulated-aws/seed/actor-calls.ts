import { fieldOf, isJsonObject, type Json, type JsonObject, textOf } from '../json.js'
import { callerOf, parseEntityArn } from './observed-principal.js'
import { type TrailRecord, type TrailView, viewRecord } from './trail-record.js'

/** A call that an actor can make again, in the terms of the in-process actor: upper camel case, CloudTrail's name. */
export type TrailCall = { service: string; action: string; resource?: string; parameters?: JsonObject; region?: string }

/** Enough to look like the role, few enough to come round often. */
const maxCalls = 12

/**
 * The distinct API calls (service, operation, resource) that a role's sessions made, most frequent first, at most 12;
 * of equally frequent ones the earlier in the log first. Parameters are those of the call's first record that has any.
 *
 * @param roleArn the role's ARN, or that of one of its sessions; none other gives any call
 */
export function actorCallsFromTrail(records: readonly TrailRecord[], roleArn: string): TrailCall[] {
  const role = parseEntityArn(roleArn)
  if (role?.type !== 'role') return []
  const counted = new Map<string, { call: TrailCall; count: number }>()
  for (const view of records.map(viewRecord)) {
    const caller = callerOf(view.record)
    const isRole = caller?.type === 'role' && caller.accountId === role.accountId
    if (!isRole || caller.name.toLowerCase() !== role.name.toLowerCase() || !isApiCall(view)) continue
    const call = callOf(view)
    const key = JSON.stringify([call.service, call.action, call.resource])
    const before = counted.get(key)
    counted.set(key, { call: { ...call, ...before?.call }, count: (before?.count ?? 0) + 1 })
  }
  const byCount = [...counted.values()].sort((a, b) => b.count - a.count)
  return byCount.slice(0, maxCalls).map(({ call }) => call)
}

function isApiCall({ eventType, service, eventName }: TrailView): boolean {
  return eventType === 'AwsApiCall' && service !== '' && service !== 'signin' && /^\w+$/.test(eventName)
}

function callOf({ record, service, eventName, region }: TrailView): TrailCall {
  const resource = resourceOf(record)
  const parameters = fieldOf(record, 'requestParameters')
  return {
    service,
    action: eventName,
    ...(resource !== undefined && { resource }),
    // S3's parameters are recorded as the request had them, so there is no case to undo.
    ...(isJsonObject(parameters) && { parameters: service === 's3' ? parameters : upperKeys(parameters) }),
    ...(region !== undefined && { region }),
  }
}

function resourceOf(record: TrailRecord): string | undefined {
  const { resources } = record
  const arns = Array.isArray(resources) ? resources.map((resource) => textOf(fieldOf(resource, 'ARN'))) : []
  return arns.find((arn) => arn?.startsWith('arn:'))
}

/** CloudTrail writes PolicyName as policyName; the SDK's parameters are in upper camel case, at every depth. */
function upperKeys(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), upperValue(inner)]),
  )
}

function upperValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(upperValue)
  return isJsonObject(value) ? upperKeys(value) : value
}
