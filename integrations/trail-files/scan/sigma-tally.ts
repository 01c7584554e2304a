import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { SigmaAttribution } from '../../../src/evidence/sigma/rule-attribution.js'
import type { SigmaRule } from '../../../src/evidence/sigma/sigma-rule.js'
import { SigmaSet } from '../../../src/evidence/sigma/sigma-set.js'

/** The earliest matches of one rule, so that the statement can be traced; `count` is of all. */
export interface SigmaMatches {
  readonly attribution: SigmaAttribution
  readonly count: number
  readonly events: readonly MatchedEvent[]
}

export interface MatchedEvent {
  readonly eventId: string
  readonly atMs: number
}

/** By the place of the rule among those that were loaded. Plain data that passes between threads. */
export type MatchCounts = readonly (readonly [rule: number, count: number, events: readonly MatchedEvent[]])[]

export const keptMatches = 100

/** Which rules matched how often. Free of order: every split of the records comes to the same. */
export class SigmaTally {
  readonly #set: SigmaSet
  readonly #places: ReadonlyMap<SigmaRule, number>
  readonly #found = new Map<number, { count: number; events: MatchedEvent[] }>()

  constructor(rules: readonly SigmaRule[]) {
    this.#set = new SigmaSet(rules)
    this.#places = new Map(rules.map((rule, place) => [rule, place]))
  }

  ask(record: TrailRecord, { eventId }: CloudTrailEvent, atMs: number): void {
    for (const rule of this.#set.match(record)) this.#count(this.#places.get(rule) ?? 0, 1, [{ eventId, atMs }])
  }

  merge(counts: MatchCounts): void {
    for (const [rule, count, events] of counts) this.#count(rule, count, events)
  }

  counts(): MatchCounts {
    return [...this.#found].map(([rule, { count, events }]) => [rule, count, earliest(events)] as const)
  }

  matches(): readonly SigmaMatches[] {
    const counts = this.counts().toSorted(([a], [b]) => a - b)
    return counts.flatMap(([place, count, events]) => {
      const rule = this.#set.rules[place]
      return rule === undefined ? [] : [{ attribution: rule.attribution, count, events }]
    })
  }

  #count(rule: number, count: number, events: readonly MatchedEvent[]): void {
    const found = this.#found.get(rule) ?? { count: 0, events: [] }
    found.count += count
    found.events.push(...events)
    if (found.events.length > 4 * keptMatches) found.events = earliest(found.events)
    this.#found.set(rule, found)
  }
}

function earliest(events: readonly MatchedEvent[]): MatchedEvent[] {
  const inTime = events.toSorted((a, b) => a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : 1))
  return inTime.slice(0, keptMatches)
}
