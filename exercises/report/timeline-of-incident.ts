import { inWords } from '../../src/engine/in-words.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import type { TimelineEntry } from './after-action-schema.js'

type Told = IncidentReport['timeline'][number]

/** The record of an incident as the timeline of its review, one entry for each record. */
export function timelineOfIncident(report: IncidentReport, startedAt: string): TimelineEntry[] {
  const people = new Set([
    ...report.decisions.flatMap(({ who }) => (who === null ? [] : [who])),
    ...report.notes.map(({ by }) => by),
    ...report.ownerAnswers.flatMap(({ owner, askedBy }) => [owner, ...(askedBy === null ? [] : [askedBy])]),
  ])
  return report.timeline.map((entry) => toEntry(report, entry, people.has(entry.actor), startedAt))
}

function toEntry(
  { decisions, incidentId }: IncidentReport,
  entry: Told,
  isPerson: boolean,
  startedAt: string,
): TimelineEntry {
  const { seq, at, actor, what, from, to, ignored } = entry
  const decision = isPerson ? decisions.find((each) => each.at === at && each.who === actor) : undefined
  const isSource = actor.startsWith('source ')
  return {
    no: seq,
    at,
    atMs: Math.max(0, Date.parse(at) - Date.parse(startedAt)),
    lane: isPerson ? 'people' : isSource ? 'injects' : 'product',
    actor,
    what: ignored ? `${what} (came to nothing here)` : what,
    short: decision === undefined ? (isSource ? actor.slice(7) : inWords(to)) : (decision.what.split(' ', 1)[0] ?? ''),
    tone: toneOf(what, ignored, isPerson),
    incident: incidentId,
    state: from === to ? null : to,
    inject: null,
    step: null,
    decision: decision?.what ?? null,
    reason: decision === undefined || decision.reason === '' ? null : decision.reason,
  }
}

function toneOf(what: string, ignored: boolean, isPerson: boolean): TimelineEntry['tone'] {
  if (ignored || /^(Was not let|Failed for good|Time is up: (approval|restore) expiry)/.test(what)) return 'bad'
  return isPerson ? 'good' : 'plain'
}
