import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { countInVolume, emptyVolume, mergeVolume } from './call-volume.js'
import type { CallPlace } from './known-callers.js'
import { mergeActor } from './merge-actor.js'
import {
  type Count,
  countIn,
  countOkFailed,
  countUnder,
  emptyTally,
  entryOf,
  mergeMap,
  mergeOkFailed,
  mergeTallies,
  mergeTally,
} from './tallies.js'
import type { Actor, ActorFacts, CallTally, IpTally, Visit } from './trail-facts.js'

const hourMs = 3_600_000

export function emptyActorFacts(actor: Actor): ActorFacts {
  return {
    ...emptyTally(),
    actor,
    byIp: new Map(),
    byAgent: new Map(),
    byCall: new Map(),
    byRegion: new Map(),
    byHour: new Map(),
    volume: emptyVolume(),
  }
}

export interface ActorCall {
  readonly event: CloudTrailEvent
  /** `eventSource eventName`. */
  readonly name: string
  /** The event's. */
  readonly place: CallPlace
  readonly count: Count
}

/** Counts one call of the actor. What a record lacks (an address, an agent) is counted nowhere but in the whole. */
export function countForActor(facts: ActorFacts, call: ActorCall): void {
  const { count } = call
  const { sourceIp, userAgent, region } = call.place
  const { atMs } = count.mark
  const hour = Math.floor(atMs / hourMs)
  if (sourceIp !== undefined) countVisit(entryOf(facts.byIp, sourceIp, emptyIpTally), hour, count)
  if (userAgent !== undefined) countUnder(facts.byAgent, userAgent, count)
  if (region !== undefined) countUnder(facts.byRegion, region, count)
  countCall(facts.byCall, call)
  countOkFailed(facts.byHour, hour, count.outcome)
  countInVolume(facts.volume, atMs, count.outcome)
}

/** Every call has one name: the counts of the actor are those of its calls together, so they need no counting of their own. */
export function sumActor(facts: ActorFacts): void {
  Object.assign(facts, emptyTally())
  for (const call of facts.byCall.values()) mergeTally(facts, call)
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergeActorFacts(into: ActorFacts, from: ActorFacts): void {
  into.actor = mergeActor(into.actor, from.actor)
  mergeMap(into.byIp, from.byIp, emptyIpTally, mergeIpTally)
  mergeTallies(into.byAgent, from.byAgent)
  mergeTallies(into.byRegion, from.byRegion)
  mergeMap(into.byCall, from.byCall, emptyCallTally, mergeCallTally)
  mergeOkFailed(into.byHour, from.byHour)
  mergeVolume(into.volume, from.volume)
}

function countCall(byCall: Map<string, CallTally>, { name, event, place, count }: ActorCall): void {
  let tally = byCall.get(name)
  if (tally === undefined) {
    tally = emptyCallTally(event)
    byCall.set(name, tally)
  }
  countIn(tally, count)
  if (event.errorCode !== undefined) addTo(tally.errorCodes, event.errorCode, 1)
  if (place.sourceIp !== undefined) countOkFailed(tally.byIp, place.sourceIp, count.outcome)
}

function emptyCallTally({ eventSource, eventName }: { eventSource: string; eventName: string }): CallTally {
  return { ...emptyTally(), eventSource, eventName, errorCodes: new Map(), byIp: new Map() }
}

function mergeCallTally(into: CallTally, from: CallTally): void {
  mergeTally(into, from)
  for (const [code, calls] of from.errorCodes) addTo(into.errorCodes, code, calls)
  mergeOkFailed(into.byIp, from.byIp)
}

function addTo(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

function emptyIpTally(): IpTally {
  return { ...emptyTally(), visits: new Map() }
}

function countVisit(tally: IpTally, hour: number, count: Count): void {
  const { eventId, atMs } = count.mark
  countIn(tally, count)
  const visit = tally.visits.get(hour)
  if (visit !== undefined && visit.firstMs < atMs && visit.lastMs > atMs) return
  const moment = { firstMs: atMs, lastMs: atMs, firstEventId: eventId, lastEventId: eventId }
  if (visit === undefined) tally.visits.set(hour, moment)
  else widenVisit(visit, moment)
}

function mergeIpTally(into: IpTally, from: IpTally): void {
  mergeTally(into, from)
  mergeMap(into.visits, from.visits, (visit) => ({ ...visit }), widenVisit)
}

/** Of records of one moment the smallest id is the first one and the greatest the last one. */
function widenVisit(into: Visit, from: Visit): void {
  if (from.firstMs < into.firstMs || (from.firstMs === into.firstMs && from.firstEventId < into.firstEventId)) {
    into.firstMs = from.firstMs
    into.firstEventId = from.firstEventId
  }
  if (from.lastMs > into.lastMs || (from.lastMs === into.lastMs && from.lastEventId > into.lastEventId)) {
    into.lastMs = from.lastMs
    into.lastEventId = from.lastEventId
  }
}
