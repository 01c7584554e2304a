import { inWords } from '../../src/engine/in-words.js'
import { type Cell, number, paragraph, type Section, table, text, time } from '../../src/report/outline.js'
import { showExerciseTime } from '../duration.js'
import type { AfterAction, TimelineEntry } from './after-action-schema.js'
import { foldRepeats } from './fold-repeats.js'

interface Column {
  readonly name: string
  /** null: the row has nothing of it. */
  cell(entry: TimelineEntry): Cell | null
}

/** All that happened. A column in which no row has anything is left out: a discussion has no states. */
export function timeline(report: AfterAction): Section {
  const entries = foldRepeats(report.timeline)
  const columns = columnsFor(report).filter(({ cell }) => entries.some((entry) => cell(entry) !== null))
  const rows = entries.map((entry) => columns.map(({ cell }) => cell(entry) ?? text('–')))
  const caption = 'All that happened, oldest first'
  const blocks =
    rows.length === 0
      ? [paragraph('Nothing happened.')]
      : table(
          caption,
          columns.map(({ name }) => name),
          rows,
        )
  return { id: 'timeline', title: 'Timeline', blocks }
}

function columnsFor({ kind, timeline: entries, startedAt, endedAt }: AfterAction): Column[] {
  const incidents = [...new Set(entries.flatMap(({ incident }) => incident ?? []))]
  const isOneDay = startedAt.slice(0, 10) === endedAt.slice(0, 10)
  return [
    { name: 'No.', cell: ({ no }) => number(no) },
    { name: 'Time', cell: ({ atMs }) => text(showExerciseTime(atMs)) },
    // The date is in the overview, and the same in every row.
    { name: 'UTC', cell: ({ at }) => (isOneDay ? text(at.slice(11, 19)) : time(at)) },
    { name: 'Actor', cell: ({ actor }) => text(actor) },
    { name: 'What', cell: ({ what }) => text(what) },
    ...(incidents.length > 1
      ? [{ name: 'Incident', cell: ({ incident }: TimelineEntry) => numberOf(incident, incidents) }]
      : []),
    { name: 'State', cell: ({ state }) => orNothing(state === null ? null : inWords(state)) },
    { name: 'Inject', cell: ({ inject }) => orNothing(inject) },
    // The record of an incident says it in its own sentence.
    { name: 'Decision', cell: ({ decision }) => orNothing(kind === 'incident' ? null : decision) },
    { name: 'Reason', cell: ({ reason, what }) => orNothing(reason !== null && what.includes(reason) ? null : reason) },
  ]
}

function numberOf(incident: string | null, incidents: readonly string[]): Cell | null {
  return incident === null ? null : number(incidents.indexOf(incident) + 1)
}

function orNothing(value: string | null): Cell | null {
  return value === null || value === '' ? null : text(value)
}
