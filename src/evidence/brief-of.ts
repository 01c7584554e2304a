import { cleanText } from '../domain/clean-text.js'
import type { EvidenceSource } from '../domain/evidence.js'
import type { InvestigationBrief } from '../domain/investigation-brief.js'
import type { Investigation } from './investigation.js'

/** Lengths of what is shown on a card. The whole is in the document; nothing here may grow with what an attacker writes. */
const MOST = { rows: 10, reasons: 5, gaps: 20, suspects: 100, characters: 600 }

export interface BriefOptions {
  /** What the whole is filed under. */
  readonly digest: string
  readonly contradiction: string | null
  /** What Amazon Detective told. */
  readonly told: InvestigationBrief['indicators']
}

/**
 * The short form of an investigation, for cards, reports and the watch. `contradiction` says where it does not point at whom
 * the question is about.
 */
export function briefOf(
  investigation: Investigation,
  { digest, contradiction, told }: BriefOptions,
): InvestigationBrief {
  const { verdict, proposed, notProposed, detections, chains, indicators, persistence, coverage } = investigation
  return {
    digest,
    statement: short(verdict.statement),
    confidence: verdict.confidence,
    doubts: verdict.doubts.slice(0, MOST.rows).map(short),
    contradiction: contradiction === null ? null : short(contradiction),
    proposed: proposed.slice(0, MOST.rows).map(({ key, arn, type, name, confidence, reasons }) => ({
      key,
      arn: short(arn),
      type,
      name: short(name),
      confidence,
      reasons: reasons.slice(0, MOST.reasons).map(short),
    })),
    notProposed: notProposed.slice(0, MOST.rows).map(({ arn, name, reason }) => ({
      arn: short(arn),
      name: short(name),
      reason: short(reason),
    })),
    detections: detections.slice(0, MOST.rows).map(({ id, title, technique, severity, status, what, ...seen }) => ({
      id,
      title,
      technique,
      severity,
      status,
      what: short(what),
      firstSeen: seen.firstSeen,
      events: seen.eventIds.length,
    })),
    chains: chains.slice(0, MOST.rows).map(({ root, links, unresolved }) => ({
      root: short(root),
      path: [root, ...links.map(({ to }) => to)].slice(0, MOST.rows).map(short),
      unresolved,
    })),
    indicators: [...observedIn(indicators), ...told].slice(0, MOST.rows),
    suspects: persistence
      .filter(({ stillThere }) => stillThere !== 'removed')
      .slice(0, MOST.suspects)
      .map(({ kind, name, by }) => ({ kind, name: short(name), by: short(by) })),
    gaps: gapsOf(coverage.sources),
  }
}

/** One row a kind and severity: of sightings there may be many. */
function observedIn(indicators: Investigation['indicators']): InvestigationBrief['indicators'] {
  const rows = indicators.flatMap(({ status, type, severity, technique }) =>
    status === 'observed'
      ? [[`${type} ${severity} ${technique}`, { by: 'records', type, severity, technique }] as const]
      : [],
  )
  return [...new Map(rows).values()]
}

/** What the sources did not answer, each with its name. */
function gapsOf(sources: readonly EvidenceSource[]): string[] {
  const all = sources.flatMap(({ name, status, detail, coverage }) => {
    const gaps = coverage?.gaps ?? []
    const isUnexplained = gaps.length === 0 && (status === 'failed' || status === 'truncated')
    return (isUnexplained ? [detail ?? status] : gaps).map((gap) => short(`${name}: ${gap}`))
  })
  return [...new Set(all)].slice(0, MOST.gaps)
}

function short(text: string): string {
  return text.length <= MOST.characters ? cleanText(text) : `${cleanText(text.slice(0, MOST.characters))}…`
}
