import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { type Accused, contradictionOf } from './contradiction-of.js'
import { FactsGatherer, type GatheringWindow } from './facts/facts-gatherer.js'
import { type InvestigateOptions, investigate } from './investigate.js'
import type { Investigation } from './investigation.js'

export interface Investigating {
  readonly window: GatheringWindow
  readonly options: InvestigateOptions
  /** Whom the question is about; null: nobody who makes calls. */
  readonly accused: Accused | null
}

export interface InvestigatedEvents {
  readonly found: Investigation
  /** Where the records do not point at whom the question is about; see `contradictionOf`. */
  readonly contradiction: string | null
}

/** All analyses of these calls, each given once, and whether the records alone point at the accused. */
export function investigateEvents(
  events: Iterable<CloudTrailEvent>,
  { window, options, accused }: Investigating,
): InvestigatedEvents {
  const gatherer = new FactsGatherer(window)
  for (const event of events) gatherer.add(event)
  const facts = gatherer.facts()
  const found = investigate(facts, options)
  if (accused === null) return { found, contradiction: null }
  // By the records alone: a finding proposes whom it accuses, whatever they say.
  const byRecords = (focusKey: string | null) => investigate(facts, { ...options, accusations: [], focusKey })
  return { found, contradiction: contradictionOf(byRecords(accused.key), () => byRecords(null), accused) }
}
