import { compareTexts } from '../facts/texts.js'
import type { SigmaAttribution } from '../sigma/rule-attribution.js'
import type { SigmaMatches } from '../sigma/sigma-tally.js'

/** What one rule matched of one actor. Its licence asks for title, id and author wherever a match is shown. */
export interface SigmaMatch {
  readonly rule: SigmaAttribution
  /** `Actor.key`. */
  readonly actorKey: string
  readonly times: number
  /** Every match is a call that failed. */
  readonly attempt: boolean
  /** The earliest few. */
  readonly eventIds: readonly string[]
}

/** Matches by actor. The most severe rules first. */
export function sigmaMatchesOf(found: readonly SigmaMatches[]): SigmaMatch[] {
  return found
    .flatMap(({ attribution: rule, byActor }) =>
      byActor.map(({ actorKey, count: times, failed, events }) => ({
        rule,
        actorKey,
        times,
        attempt: failed === times,
        eventIds: events.map(({ eventId }) => eventId),
      })),
    )
    .sort(mostSevereFirst)
}

const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const

function mostSevereFirst(a: SigmaMatch, b: SigmaMatch): number {
  return (
    levels.indexOf(b.rule.level ?? 'informational') - levels.indexOf(a.rule.level ?? 'informational') ||
    compareTexts(a.rule.title, b.rule.title) ||
    compareTexts(a.actorKey, b.actorKey)
  )
}
