import { assertNever } from '../../domain/assert-never.js'
import { OneCall } from '../facts/call-sum.js'
import { eventTimeMs } from '../facts/event-time.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { countUnder, mergeTallies } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import { type Counts, callsIn, countsOf } from './counts-of.js'

/**
 * `ip` source address; `method` `eventSource eventName`; `key` access key id; `region`; `resource` what a call was about, as
 * `type name`: of the records that are kept whole (`WindowFacts.notable`), for the others are counted without it.
 */
export type CallsDimension = 'ip' | 'method' | 'key' | 'region' | 'resource'

/** `name` is what records say: the attacker's words. */
export interface CallsRow extends Counts {
  readonly name: string
}

/** A log of months has calls from tens of thousands of addresses. */
const mostRows = 1_000

/** How many rows stand in no list. */
export interface UnlistedCalls {
  readonly byIp: number
  readonly byMethod: number
  readonly byResource: number
}

/** Calls by address, method and resource: the busiest thousand of each, and how many others there are. See `callsBy`. */
export function busiestCalls(facts: TrailFacts, actorKey: string | null) {
  const byIp = callsBy(facts, 'ip', actorKey)
  const byMethod = callsBy(facts, 'method', actorKey)
  const byResource = callsBy(facts, 'resource', actorKey)
  const unlisted: UnlistedCalls = {
    byIp: Math.max(0, byIp.length - mostRows),
    byMethod: Math.max(0, byMethod.length - mostRows),
    byResource: Math.max(0, byResource.length - mostRows),
  }
  return {
    byIp: byIp.slice(0, mostRows),
    byMethod: byMethod.slice(0, mostRows),
    byResource: byResource.slice(0, mostRows),
    unlisted,
  }
}

/** Calls of the scope by one dimension, of one actor (`Actor.key`) or, with null, of all. The busiest first. */
export function callsBy(facts: TrailFacts, dimension: CallsDimension, actorKey: string | null = null): CallsRow[] {
  return [...talliesOf(facts, dimension, actorKey)]
    .map(([name, tally]) => ({ name, ...countsOf(tally) }))
    .sort((a, b) => callsIn(b) - callsIn(a) || compareTexts(a.name, b.name))
}

function talliesOf(facts: TrailFacts, dimension: CallsDimension, actorKey: string | null): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  const actors = [...facts.scope.actors].filter(([key]) => actorKey === null || key === actorKey)
  switch (dimension) {
    case 'ip':
      for (const [, { byIp }] of actors) mergeTallies(tallies, byIp)
      return tallies
    case 'method':
      for (const [, { byCall }] of actors) mergeTallies(tallies, byCall)
      return tallies
    case 'region':
      for (const [, { byRegion }] of actors) mergeTallies(tallies, byRegion)
      return tallies
    case 'key':
      return talliesByKey(facts, actorKey)
    case 'resource':
      return talliesByResource(facts, actorKey)
    default:
      return assertNever(dimension, 'dimension')
  }
}

function talliesByKey({ scope }: TrailFacts, actorKey: string | null): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const key of scope.keys.values()) {
    if (actorKey !== null && key.actorKey !== actorKey) continue
    mergeTallies(tallies, new Map([[key.accessKeyId, key]]))
  }
  return tallies
}

function talliesByResource({ scope }: TrailFacts, actorKey: string | null): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const event of scope.notable) {
    const { target, eventId, eventTime } = event
    if (target === undefined || (actorKey !== null && actorOf(event).key !== actorKey)) continue
    const mark = { eventId, atMs: eventTimeMs(eventTime) }
    countUnder(tallies, `${target.type} ${target.arn ?? target.name}`, new OneCall(mark, outcomeOf(event)))
  }
  return tallies
}
