import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import { keptEventIds, type TrailFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import type { SigmaAttribution } from '../sigma/rule-attribution.js'

/** What a rule matched, as sources count it: `count` is of all records, `events` the earliest of them. */
export interface RuleMatches {
  readonly attribution: SigmaAttribution
  readonly count: number
  readonly events: readonly { readonly eventId: string; readonly atMs: number }[]
}

/** What one rule matched of one actor. Its licence asks for title, id and author wherever a match is shown. */
export interface SigmaMatch {
  readonly rule: SigmaAttribution
  /** `Actor.key`; '' for records that were not kept whole, of whom nobody can be named. */
  readonly actorKey: string
  readonly times: number
  /** Every match is a call that failed, as far as records were kept. */
  readonly attempt: boolean
  /** The earliest few. */
  readonly eventIds: readonly string[]
}

/** Tells matches by actor, by the records that were kept whole. The most severe rules first. */
export function sigmaMatchesOf(found: readonly RuleMatches[], { scope }: TrailFacts): SigmaMatch[] {
  const kept = new Map(scope.notable.map((event) => [event.eventId, event]))
  return found.flatMap((matches) => matchesOfRule(matches, kept)).sort(mostSevereFirst)
}

function matchesOfRule({ attribution: rule, count, events }: RuleMatches, kept: ReadonlyMap<string, CloudTrailEvent>) {
  const byActor = new Map<string, { ids: string[]; attempt: boolean }>()
  for (const { eventId } of events) {
    const event = kept.get(eventId)
    const group = entryOf(byActor, event === undefined ? '' : actorOf(event).key, () => ({ ids: [], attempt: true }))
    group.ids.push(eventId)
    group.attempt &&= event !== undefined && outcomeOf(event) !== 'ok'
  }
  return [...byActor].map(([actorKey, { ids, attempt }]) => ({
    rule,
    actorKey,
    times: byActor.size === 1 ? count : ids.length,
    attempt,
    eventIds: ids.slice(0, keptEventIds),
  }))
}

const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const

function mostSevereFirst(a: SigmaMatch, b: SigmaMatch): number {
  return (
    levels.indexOf(b.rule.level ?? 'informational') - levels.indexOf(a.rule.level ?? 'informational') ||
    compareTexts(a.rule.title, b.rule.title) ||
    compareTexts(a.actorKey, b.actorKey)
  )
}
