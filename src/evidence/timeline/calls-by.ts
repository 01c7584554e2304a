import { assertNever } from '../../domain/assert-never.js'
import { OneCall } from '../facts/call-sum.js'
import { eventTimeMs } from '../facts/event-time.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { emptyTally, mergeTally } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import { callersOf } from '../record/callers-of.js'
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
  const byIp = talliesOf(facts, 'ip', actorKey).busiestFirst()
  const byMethod = talliesOf(facts, 'method', actorKey).busiestFirst()
  const byResource = talliesOf(facts, 'resource', actorKey).busiestFirst()
  const unlisted: UnlistedCalls = {
    byIp: Math.max(0, byIp.length - mostRows),
    byMethod: Math.max(0, byMethod.length - mostRows),
    byResource: Math.max(0, byResource.length - mostRows),
  }
  return {
    byIp: byIp.slice(0, mostRows).map(rowOf),
    byMethod: byMethod.slice(0, mostRows).map(rowOf),
    byResource: byResource.slice(0, mostRows).map(rowOf),
    unlisted,
  }
}

/** Calls of the scope by one dimension, of one actor (`Actor.key`) or, with null, of all. The busiest first. */
export function callsBy(facts: TrailFacts, dimension: CallsDimension, actorKey: string | null = null): CallsRow[] {
  return talliesOf(facts, dimension, actorKey).busiestFirst().map(rowOf)
}

type Named = readonly [name: string, tally: Readonly<Tally>]

function rowOf([name, tally]: Named): CallsRow {
  return { name, ...countsOf(tally) }
}

/** Tallies by name, those of one name added up. What is alone in its name is not copied: most addresses are of one actor. */
class Sums {
  readonly #tallies = new Map<string, Readonly<Tally>>()
  readonly #sums = new Map<string, Tally>()

  add(name: string, tally: Readonly<Tally>): void {
    const alone = this.#tallies.get(name)
    if (alone === undefined) {
      this.#tallies.set(name, tally)
      return
    }
    const known = this.#sums.get(name)
    const sum = known ?? copyOf(alone)
    mergeTally(sum, tally)
    if (known !== undefined) return
    this.#sums.set(name, sum)
    this.#tallies.set(name, sum)
  }

  addAll(tallies: ReadonlyMap<string, Readonly<Tally>>): void {
    tallies.forEach((tally, name) => {
      this.add(name, tally)
    })
  }

  busiestFirst(): Named[] {
    return [...this.#tallies].sort((a, b) => callsIn(b[1]) - callsIn(a[1]) || compareTexts(a[0], b[0]))
  }
}

function copyOf(tally: Readonly<Tally>): Tally {
  const copy = emptyTally()
  mergeTally(copy, tally)
  return copy
}

function talliesOf(facts: TrailFacts, dimension: CallsDimension, actorKey: string | null): Sums {
  const sums = new Sums()
  const one = actorKey === null ? undefined : facts.scope.actors.get(actorKey)
  const actors = actorKey === null ? facts.scope.actors.values() : one === undefined ? [] : [one]
  switch (dimension) {
    case 'ip':
      for (const { byIp } of actors) sums.addAll(byIp)
      return sums
    case 'method':
      for (const { byCall } of actors) sums.addAll(byCall)
      return sums
    case 'region':
      for (const { byRegion } of actors) sums.addAll(byRegion)
      return sums
    case 'key':
      return talliesByKey(facts, actorKey)
    case 'resource':
      return talliesByResource(facts, actorKey)
    default:
      return assertNever(dimension, 'dimension')
  }
}

function talliesByKey({ scope }: TrailFacts, actorKey: string | null): Sums {
  const sums = new Sums()
  for (const key of scope.keys.values()) {
    if (actorKey === null || key.actorKey === actorKey) sums.add(key.accessKeyId, key)
  }
  return sums
}

function talliesByResource({ scope }: TrailFacts, actorKey: string | null): Sums {
  const sums = new Sums()
  const callers = actorKey === null ? null : callersOf(scope.notable)
  scope.notable.forEach((event, at) => {
    const { target, eventId, eventTime } = event
    if (target === undefined || (callers !== null && callers[at] !== actorKey)) return
    const mark = { eventId, atMs: eventTimeMs(eventTime) }
    sums.add(`${target.type} ${target.arn ?? target.name}`, new OneCall(mark, outcomeOf(event)))
  })
  return sums
}
