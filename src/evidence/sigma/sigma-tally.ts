import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { compareTexts } from '../facts/texts.js'
import { actorOf } from '../record/actor-of.js'
import type { SigmaAttribution } from './rule-attribution.js'
import type { SigmaRule } from './sigma-rule.js'
import { SigmaSet } from './sigma-set.js'

/** What one rule matched. Told by actor as the records pass, since most of them are not kept. */
export interface SigmaMatches {
  readonly attribution: SigmaAttribution
  readonly count: number
  readonly byActor: readonly ActorMatches[]
}

export interface ActorMatches {
  /** `Actor.key`. */
  readonly actorKey: string
  readonly count: number
  /** Of `count`, calls that failed. */
  readonly failed: number
  /** The earliest few, so that the statement can be traced. */
  readonly events: readonly MatchedEvent[]
}

export interface MatchedEvent {
  readonly eventId: string
  readonly atMs: number
}

/** By the place of the rule among those that were loaded. Plain data that passes between threads. */
export type MatchCounts = readonly (readonly [rule: number, byActor: readonly ActorMatches[]])[]

export const keptMatches = 10

/** Which rules matched whose calls how often. Free of order: every split of the records comes to the same. */
export class SigmaTally {
  readonly #set: SigmaSet
  readonly #places: ReadonlyMap<SigmaRule, number>
  readonly #found = new Map<number, Map<string, Found>>()

  constructor(rules: readonly SigmaRule[]) {
    this.#set = new SigmaSet(rules)
    this.#places = new Map(rules.map((rule, place) => [rule, place]))
  }

  ask(record: TrailRecord, event: CloudTrailEvent, atMs: number): void {
    const matched = this.#set.match(record)
    if (matched.length === 0) return
    const { key: actorKey } = actorOf(event)
    const failed = outcomeOf(event) === 'ok' ? 0 : 1
    const events = [{ eventId: event.eventId, atMs }]
    for (const rule of matched) this.#count(this.#places.get(rule) ?? 0, { actorKey, count: 1, failed, events })
  }

  merge(counts: MatchCounts): void {
    for (const [rule, byActor] of counts) for (const one of byActor) this.#count(rule, one)
  }

  counts(): MatchCounts {
    return [...this.#found].map(([rule, byActor]) => [rule, [...byActor].map(matchesOf).sort(byActorKey)] as const)
  }

  matches(): readonly SigmaMatches[] {
    const counts = this.counts().toSorted(([a], [b]) => a - b)
    return counts.flatMap(([place, byActor]) => {
      const rule = this.#set.rules[place]
      const count = byActor.reduce((sum, one) => sum + one.count, 0)
      return rule === undefined ? [] : [{ attribution: rule.attribution, count, byActor }]
    })
  }

  #count(rule: number, { actorKey, count, failed, events }: ActorMatches): void {
    const byActor = this.#found.get(rule) ?? new Map<string, Found>()
    this.#found.set(rule, byActor)
    const found = byActor.get(actorKey) ?? { count: 0, failed: 0, events: [] }
    byActor.set(actorKey, found)
    found.count += count
    found.failed += failed
    found.events.push(...events)
    if (found.events.length > 4 * keptMatches) found.events = earliest(found.events)
  }
}

interface Found {
  count: number
  failed: number
  events: MatchedEvent[]
}

function matchesOf([actorKey, { count, failed, events }]: readonly [string, Found]): ActorMatches {
  return { actorKey, count, failed, events: earliest(events) }
}

function byActorKey(a: ActorMatches, b: ActorMatches): number {
  return compareTexts(a.actorKey, b.actorKey)
}

function earliest(events: readonly MatchedEvent[]): MatchedEvent[] {
  const inTime = events.toSorted((a, b) => a.atMs - b.atMs || compareTexts(a.eventId, b.eventId))
  return inTime.slice(0, keptMatches)
}
