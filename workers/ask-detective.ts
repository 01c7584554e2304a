import type { Evidence, EvidenceSource } from '../src/domain/evidence.js'
import type { InvestigationBrief } from '../src/domain/investigation-brief.js'
import type { DetectiveAnswer, DetectivePort, DetectiveScope } from '../src/ports.js'
import type { AskOptions } from './ask-sources.js'

type Told = InvestigationBrief['indicators']

/** What Amazon Detective said now, or at an earlier collection of the same incident. */
export interface DetectiveTold {
  /** null: it was not asked now. */
  readonly answer: DetectiveAnswer | null
  /** null: it was never asked. */
  readonly source: EvidenceSource | null
  readonly carried: Told
}

export const detectiveNotAsked: DetectiveTold = { answer: null, source: null, carried: [] }

/**
 * Asks Amazon Detective beside the other sources and for no longer. It takes minutes, each question starts an investigation that
 * stays in its console, and a second one on the same principal says the same: so it is asked again only where it has not
 * answered yet.
 */
export async function askDetective(
  detective: DetectivePort | null,
  scope: DetectiveScope,
  before: Evidence | null,
  { clock, budgetMs, stopped }: AskOptions,
): Promise<DetectiveTold> {
  if (detective === null) return detectiveNotAsked
  if (!detective.startsInvestigations && scope.investigation === undefined) return detectiveNotAsked
  const source = before?.sources.find(({ name, status }) => name === detective.name && status !== 'failed')
  if (source !== undefined) {
    const carried = before?.investigation?.indicators.filter(({ by }) => by === 'detective') ?? []
    return { answer: null, source, carried }
  }
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  stopped.addEventListener('abort', stop)
  if (stopped.aborted) stop()
  const { name } = detective
  const late = clock
    .pause(budgetMs, stopping.signal)
    .then(() => unanswered(name, `not answered in time (${Math.round(budgetMs / 1000)} s)`))
  const answer = await Promise.race([
    late,
    detective
      .investigate(scope, stopping.signal)
      .catch((error: unknown) => unanswered(name, error instanceof Error ? error.message : String(error))),
  ])
  stop()
  stopped.removeEventListener('abort', stop)
  return { answer, source: answer.source, carried: toldBy(answer) }
}

function toldBy({ indicators, severity }: DetectiveAnswer): Told {
  return indicators.map(({ type, technique }) => ({
    by: 'detective',
    type,
    severity: severity ?? 'UNKNOWN',
    technique,
  }))
}

function unanswered(name: string, detail: string): DetectiveAnswer {
  const source = { name, status: 'failed', detail, requests: 0, events: 0 } as const
  return { source, investigationId: null, severity: null, indicators: [] }
}
