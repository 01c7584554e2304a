import { fieldOf, textOf } from '../json.js'
import { iamAction } from './iam-action.js'
import { assumedRoleOf, callerOf, type ObservedPrincipal } from './observed-principal.js'
import type { TrailView } from './trail-record.js'

/** Everything that a log shows of one role or user. */
export type Observation = {
  readonly type: 'role' | 'user'
  readonly name: string
  partition: string
  path: string | undefined
  uniqueId: string | undefined
  calls: number
  readonly actions: Set<string>
  /** A user's long-term keys. */
  readonly accessKeyIds: Set<string>
  readonly sessions: Map<string, { name: string; issuedAtMs: number }>
  /** Services that assumed the role. */
  readonly services: Set<string>
  lastUse: { timeMs: number; region: string } | undefined
}

/**
 * The roles and users of an account that its log shows as callers, or as roles that somebody asked to assume. Names
 * are one whatever their case, as in IAM. An entity that was made anew under its name has the id seen last.
 *
 * @param views in order of time
 */
export function observeAccount(accountId: string, views: readonly TrailView[]): Observation[] {
  const observations = new Map<string, Observation>()
  for (const view of views) {
    const caller = callerOf(view.record)
    if (caller?.accountId === accountId) observeCall(observationOf(observations, caller), view)
    const target = assumedRoleOf(view.record)
    if (target?.accountId === accountId) observeAssumption(observationOf(observations, target), view)
  }
  return [...observations.values()]
}

function observationOf(observations: Map<string, Observation>, seen: ObservedPrincipal): Observation {
  const key = `${seen.type}/${seen.name.toLowerCase()}`
  const observation = observations.get(key) ?? newObservation(seen)
  observations.set(key, observation)
  observation.path = seen.path ?? observation.path
  observation.uniqueId = seen.uniqueId ?? observation.uniqueId
  if (seen.type === 'user' && seen.accessKeyId !== undefined) observation.accessKeyIds.add(seen.accessKeyId)
  observeSession(observation, seen)
  return observation
}

function newObservation({ type, name, partition, path, uniqueId }: ObservedPrincipal): Observation {
  const collections = { actions: new Set<string>(), accessKeyIds: new Set<string>(), services: new Set<string>() }
  return { type, name, partition, path, uniqueId, calls: 0, ...collections, sessions: new Map(), lastUse: undefined }
}

function observeSession(observation: Observation, { type, accessKeyId, session }: ObservedPrincipal): void {
  if (type !== 'role' || accessKeyId === undefined || session?.issuedAtMs === undefined) return
  if (observation.sessions.has(accessKeyId)) return
  observation.sessions.set(accessKeyId, { name: session.name, issuedAtMs: session.issuedAtMs })
}

function observeCall(observation: Observation, { timeMs, region, service, eventName, eventType }: TrailView): void {
  observation.calls += 1
  if (timeMs !== undefined && region !== undefined) observation.lastUse = { timeMs, region }
  // Console sign-ins and events of a service's own doing are no API calls: no policy allows or denies them.
  const action = eventType === 'AwsApiCall' ? iamAction(service, eventName) : undefined
  if (action !== undefined) observation.actions.add(action)
}

function observeAssumption(observation: Observation, { record }: TrailView): void {
  const service = textOf(fieldOf(record, 'userIdentity', 'invokedBy'))
  const isService = fieldOf(record, 'userIdentity', 'type') === 'AWSService'
  if (isService && service !== undefined && /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(service)) {
    observation.services.add(service)
  }
}
