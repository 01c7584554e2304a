import { assertNever } from '../../domain/assert-never.js'
import { eventTimeMs } from '../facts/event-time.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { countOf, countUnder, mergeTallies } from '../facts/tallies.js'
import { compareTexts, isoOf } from '../facts/texts.js'
import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'

/**
 * `ip` source address; `method` `eventSource eventName`; `key` access key id; `region`; `resource` what a call was about, as
 * `type name`: of the records that are kept whole (`WindowFacts.notable`), for the others are counted without it.
 */
export type CallsDimension = 'ip' | 'method' | 'key' | 'region' | 'resource'

/** `name` is what records say: the attacker's words. Times are ISO. `failed` includes `denied`. */
export interface CallsRow {
  readonly name: string
  readonly ok: number
  readonly failed: number
  readonly denied: number
  readonly firstSeen: string
  readonly lastSeen: string
  readonly eventIds: readonly string[]
}

/** Calls of the scope by one dimension, of one actor (`Actor.key`) or, with null, of all. The busiest first. */
export function callsBy(facts: TrailFacts, dimension: CallsDimension, actorKey: string | null = null): CallsRow[] {
  return [...talliesOf(facts, dimension, actorKey)]
    .map(([name, tally]) => rowOf(name, tally))
    .sort((a, b) => b.ok + b.failed - a.ok - a.failed || compareTexts(a.name, b.name))
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
    countUnder(tallies, `${target.type} ${target.arn ?? target.name}`, countOf(mark, outcomeOf(event)))
  }
  return tallies
}

function rowOf(name: string, { ok, failed, denied, firstSeenMs, lastSeenMs, eventIds }: Tally): CallsRow {
  return {
    name,
    ...{ ok, failed, denied },
    firstSeen: isoOf(firstSeenMs),
    lastSeen: isoOf(lastSeenMs),
    eventIds: eventIds.map(({ eventId }) => eventId),
  }
}
