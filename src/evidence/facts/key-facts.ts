import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { sessionNameOf } from '../../domain/principal-activity.js'
import { firstText } from './merge-actor.js'
import { emptyPlaceTally, mergePlace } from './place-tally.js'
import { entryOf, mergeMap, mergeTallies, mergeTally } from './tallies.js'
import type { KeyFacts } from './trail-facts.js'

/**
 * The credential that made a call. Calls without one (sign-ins with a password, services of their own accord) belong to no
 * credential; a session whose record has lost the key id is told by its principal id and moment of issue.
 */
export function keyFactsFor(
  keys: Map<string, KeyFacts>,
  actorKey: string,
  identity: CloudTrailEvent['actor'],
): KeyFacts | null {
  const { accessKeyId = '', principalId = '', sessionIssuedAt = '' } = identity
  if (accessKeyId === '' && (principalId === '' || sessionIssuedAt === '')) return null
  const name = accessKeyId === '' ? ` ${principalId} ${sessionIssuedAt}` : `${accessKeyId} ${principalId}`
  const key = entryOf(keys, name, () => emptyKeyFacts(accessKeyId, principalId, actorKey, ''))
  key.actorKey = betterKnown(key.actorKey, actorKey)
  learn(key, identity)
  return key
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergeKeyFacts(into: KeyFacts, from: KeyFacts): void {
  mergeTally(into, from)
  into.actorKey = betterKnown(into.actorKey, from.actorKey)
  into.sessionName = firstName(into.sessionName, from.sessionName)
  mergeMap(into.byIp, from.byIp, emptyPlaceTally, mergePlace)
  mergeTallies(into.agents, from.agents)
  into.sessionIssuedAt = firstText(into.sessionIssuedAt, from.sessionIssuedAt)
  into.sourceIdentity = firstText(into.sourceIdentity, from.sourceIdentity)
  into.identityProvider = firstText(into.identityProvider, from.identityProvider)
  into.ec2RoleDelivery = firstText(into.ec2RoleDelivery, from.ec2RoleDelivery)
  into.invokedBy = firstText(into.invokedBy, from.invokedBy)
  into.onBehalfOfUserId = firstText(into.onBehalfOfUserId, from.onBehalfOfUserId)
}

export function copyOfKey({ accessKeyId, principalId, actorKey, sessionName }: KeyFacts): KeyFacts {
  return emptyKeyFacts(accessKeyId, principalId, actorKey, sessionName)
}

export function emptyKeyFacts(
  accessKeyId: string,
  principalId: string,
  actorKey: string,
  sessionName: string,
): KeyFacts {
  return {
    ok: 0,
    failed: 0,
    denied: 0,
    firstSeenMs: Infinity,
    lastSeenMs: -Infinity,
    eventIds: [],
    accessKeyId,
    principalId,
    actorKey,
    sessionName,
    byIp: new Map(),
    agents: new Map(),
    sessionIssuedAt: null,
    sourceIdentity: null,
    identityProvider: null,
    ec2RoleDelivery: null,
    invokedBy: null,
    onBehalfOfUserId: null,
  }
}

function betterKnown(a: string, b: string): string {
  if (a === b) return a
  const isUnknown = a.startsWith('unknown:')
  if (isUnknown !== b.startsWith('unknown:')) return isUnknown ? b : a
  return a < b ? a : b
}

function firstName(a: string, b: string): string {
  return a === b || b === '' ? a : a === '' || b < a ? b : a
}

function learn(key: KeyFacts, actor: CloudTrailEvent['actor']): void {
  key.sessionName = firstName(key.sessionName, sessionNameOf(actor) ?? '')
  key.sessionIssuedAt = firstText(key.sessionIssuedAt, actor.sessionIssuedAt ?? null)
  key.sourceIdentity = firstText(key.sourceIdentity, actor.sourceIdentity ?? null)
  key.identityProvider = firstText(key.identityProvider, actor.identityProvider ?? null)
  key.ec2RoleDelivery = firstText(key.ec2RoleDelivery, actor.ec2RoleDelivery ?? null)
  key.invokedBy = firstText(key.invokedBy, actor.invokedBy ?? null)
  key.onBehalfOfUserId = firstText(key.onBehalfOfUserId, actor.onBehalfOfUserId ?? null)
}
