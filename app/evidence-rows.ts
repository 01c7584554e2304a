import { siblingSentence } from '../src/containment/sibling-sessions.js'
import type { Evidence, EvidenceSource } from '../src/domain/evidence.js'
import type { InvestigationBrief } from '../src/domain/investigation-brief.js'
import { count } from '../src/report/words.js'
import { terminalText } from './terminal-text.js'

export type Row = readonly [title: string, text: string]

/** How many of each are shown; `incidents show --json` has more, and the filed investigation all. */
const SHOWN = { calls: 5, ips: 3, detections: 5, chains: 3, indicators: 5, entities: 3 }
const MOST_CHARS = 700

/** What a person must know before anything else about a question: the records do not point at whom it is about. */
export function doubtRows(evidence: Evidence | null): Row[] {
  const contradiction = evidence?.investigation?.contradiction ?? null
  return contradiction === null ? [] : [['DOUBT', say(contradiction)]]
}

/** What evidence comes to, for a card: statement, detections, chains and indicators, then the calls, then what is missing. */
export function evidenceRows(evidence: Evidence): Row[] {
  const { investigation } = evidence
  return [
    ...(investigation === undefined ? [] : investigationRows(investigation)),
    ...activityRows(evidence),
    ...siblingRows(evidence),
    ...gapRows(evidence),
    ['collected', evidence.collectedAt],
  ]
}

function investigationRows(brief: InvestigationBrief): Row[] {
  const { statement, confidence, proposed, detections, chains, indicators, doubts } = brief
  return [
    ['evidence', `${say(statement)}${confidence === 'none' ? '' : ` (confidence ${confidence})`}`],
    ...proposed.slice(0, SHOWN.entities).map(({ type, arn, name, reasons }): Row => {
      return ['points at', `${type} ${say(arn || name)}: ${reasons.map(say).join(' ')}`]
    }),
    ...detections.slice(0, SHOWN.detections).map(({ title, technique, severity, status, what, events }): Row => {
      const tried = status === 'attempted' ? ', attempted' : ''
      return ['detection', `${severity} ${technique} ${say(title)}${tried}: ${say(what)} (${count(events, 'event')})`]
    }),
    ...chains.slice(0, SHOWN.chains).map(({ path, unresolved }): Row => {
      return ['chain', `${path.map(say).join(' > ')}${unresolved ? ' (it may begin before this)' : ''}`]
    }),
    ...indicators.slice(0, SHOWN.indicators).map(({ by, type, severity, technique }): Row => {
      const words = [severity, say(type), ...(technique === null ? [] : [say(technique)])]
      return ['indicator', `${words.join(' ')}${by === 'detective' ? ' (Amazon Detective)' : ''}`]
    }),
    ...doubts.map((doubt): Row => ['in doubt', say(doubt)]),
  ]
}

function activityRows({ calls, errors, firstSeenAt, lastSeenAt, sourceIps, topCalls }: Evidence): Row[] {
  const most = topCalls.slice(0, SHOWN.calls).map((call) => {
    const failed = call.errors > 0 ? ` (${call.errors} failed)` : ''
    return `${terminalText(call.eventName, 40)} ${call.calls}${failed}`
  })
  const from = sourceIps.slice(0, SHOWN.ips).map(({ ip }) => terminalText(ip))
  return [
    ['seen', `${calls} calls, ${errors} failed, ${firstSeenAt ?? '?'} to ${lastSeenAt ?? '?'}`],
    ['from', from.join(', ') || 'nowhere known'],
    ['calls', most.join(', ') || 'none'],
  ]
}

/** A block of one session leaves them alive. */
function siblingRows(evidence: Evidence): Row[] {
  const told = siblingSentence(evidence)
  return told === null ? [] : [['also alive', say(told)]]
}

/** A source that failed is never taken for "nothing happened". */
function gapRows({ sources, investigation }: Evidence): Row[] {
  const gaps = investigation?.gaps ?? sources.flatMap(gapOf)
  return gaps.map((gap) => ['not known', say(gap)])
}

function gapOf({ name, status, detail }: EvidenceSource): string[] {
  return status === 'failed' || status === 'truncated' ? [`${name}: ${detail ?? status}`] : []
}

function say(text: string): string {
  return terminalText(text, MOST_CHARS)
}
