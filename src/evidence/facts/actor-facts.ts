import { CallPlaces } from './call-places.js'
import { countInVolume, emptyVolume, mergeVolume } from './call-volume.js'
import type { CountedCall } from './counted-call.js'
import { mergeActor } from './merge-actor.js'
import { PlaceRows } from './place-rows.js'
import { mergePlace } from './place-tally.js'
import {
  type Count,
  countIn,
  emptyTally,
  mergeMap,
  mergeOkFailed,
  mergeTallies,
  mergeTally,
  type OkFailed,
} from './tallies.js'
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

/**
 * Counts what was called, and when: `name` is `eventSource eventName`, and the address is the event's, as maps find it at once. Where
 * from and with what is counted by `Stay`: what a record lacks of that (an address, an agent) is counted nowhere but here. `rows` are
 * those of all actors.
 */
export function countForActor(
  facts: ActorFacts,
  name: string,
  event: CountedCall,
  sourceIp: string | undefined,
  count: Count,
  rows: PlaceRows,
): void {
  let tally = facts.byCall.get(name)
  if (tally === undefined) {
    tally = emptyCallTally(event, rows)
    facts.byCall.set(name, tally)
  }
  countIn(tally, count)
  if (event.errorCode !== undefined) addTo(tally.errorCodes, event.errorCode, 1)
  if (sourceIp !== undefined) tally.byIp.count(sourceIp, count)
  countInVolume(facts.volume, count.atMs, count.outcome)
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

/** Adds successes and failures to those that stand under `key`. */
export function countUp<Key>(counts: Map<Key, OkFailed>, key: Key, { ok, failed }: OkFailed): void {
  const known = counts.get(key)
  if (known === undefined) counts.set(key, { ok, failed })
  else {
    known.ok += ok
    known.failed += failed
  }
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
