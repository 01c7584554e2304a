import { CallPlaces } from './call-places.js'
import type { CallSum } from './call-sum.js'
import { emptyVolume, mergeVolume } from './call-volume.js'
import type { CountedCall } from './counted-call.js'
import { mergeActor } from './merge-actor.js'
import { PlaceRows } from './place-rows.js'
import { mergePlace } from './place-tally.js'
import { emptyTally, mergeMap, mergeOkFailed, mergeTallies, mergeTally } from './tallies.js'
import type { Actor, ActorFacts, CallTally, IpTally } from './trail-facts.js'
import { withVisit } from './visits.js'

export function emptyActorFacts(actor: Actor): ActorFacts {
  return {
    ok: 0,
    failed: 0,
    denied: 0,
    firstSeenMs: Infinity,
    lastSeenMs: -Infinity,
    eventIds: [],
    actor,
    byIp: new Map(),
    byAgent: new Map(),
    byCall: new Map(),
    byRegion: new Map(),
    byHour: new Map(),
    volume: emptyVolume(),
  }
}

export type NamedCall = Pick<CountedCall, 'eventSource' | 'eventName' | 'sourceIp' | 'errorCode'>

/**
 * Counts calls of one name, all with this error code or none: `name` is `eventSource eventName`. When, where from and with what is
 * counted by `addStay`. `rows` are those of all actors.
 */
export function addCalls(facts: ActorFacts, name: string, call: NamedCall, calls: CallSum, rows: PlaceRows): void {
  let tally = facts.byCall.get(name)
  if (tally === undefined) {
    tally = emptyCallTally(call, rows)
    facts.byCall.set(name, tally)
  }
  mergeTally(tally, calls)
  if (call.errorCode !== undefined) addTo(tally.errorCodes, call.errorCode, calls.ok + calls.failed)
  if (call.sourceIp !== undefined) tally.byIp.count(call.sourceIp, calls)
}

/** Every call has one name: the counts of the actor are those of its calls together, so they need no counting of their own. */
export function sumActor(facts: ActorFacts): void {
  Object.assign(facts, emptyTally())
  for (const call of facts.byCall.values()) mergeTally(facts, call)
}

/** Adds `from`, which stays as it is, to `into`. Whoever merges many gives them the same `rows`. */
export function mergeActorFacts(into: ActorFacts, from: ActorFacts, rows = new PlaceRows()): void {
  into.actor = mergeActor(into.actor, from.actor)
  mergeMap(into.byIp, from.byIp, emptyIpTally, mergeIpTally)
  mergeTallies(into.byAgent, from.byAgent)
  mergeTallies(into.byRegion, from.byRegion)
  mergeMap(into.byCall, from.byCall, (call) => emptyCallTally(call, rows), mergeCallTally)
  mergeOkFailed(into.byHour, from.byHour)
  mergeVolume(into.volume, from.volume)
}

function emptyCallTally(
  { eventSource, eventName }: Pick<CallTally, 'eventSource' | 'eventName'>,
  rows: PlaceRows,
): CallTally {
  return {
    ok: 0,
    failed: 0,
    denied: 0,
    firstSeenMs: Infinity,
    lastSeenMs: -Infinity,
    eventIds: [],
    eventSource,
    eventName,
    errorCodes: new Map(),
    byIp: new CallPlaces(rows),
  }
}

function mergeCallTally(into: CallTally, from: CallTally): void {
  mergeTally(into, from)
  for (const [code, calls] of from.errorCodes) addTo(into.errorCodes, code, calls)
  into.byIp.merge(from.byIp)
}

function addTo(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

export function emptyIpTally(): IpTally {
  return {
    ok: 0,
    failed: 0,
    denied: 0,
    firstSeenMs: Infinity,
    lastSeenMs: -Infinity,
    eventIds: [],
    agents: null,
    visits: [],
  }
}

function mergeIpTally(into: IpTally, from: IpTally): void {
  mergePlace(into, from)
  for (const visit of from.visits) into.visits = withVisit(into.visits, { ...visit })
}
