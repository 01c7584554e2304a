import { showTime } from '../../src/report/outline.js'
import { visibleText } from '../../src/report/visible-text.js'
import type { OpenAction, Trend } from './after-action-schema.js'
import { showMeasured } from './show-measured.js'
import { sparkline } from './sparkline.js'
import { toNumber, trendDoubts } from './trend-of.js'

/** A trend as text for a terminal: a line for each metric, from the first run to the last, and what nobody has done since. */
export function renderTrend(trend: Trend, open: readonly OpenAction[] = []): string {
  const { exercise, runs, metrics } = trend
  const measured = metrics.filter(({ values }) => values.some((value) => value !== null))
  const rows = measured.map(({ label, unit, values, target, change }) => [
    label,
    sparkline(values.map(toNumber)),
    showMeasured(values.at(-1) ?? null, unit),
    target === null ? '' : `target ${showMeasured(target, unit)}`,
    change ?? '',
  ])
  const played = runs.map(({ no, playedAt, players, mode, objectivesMet, objectives }) => {
    const how = mode === 'discuss' ? ', discussed' : ''
    return `${String(no).padStart(3)}  ${showTime(playedAt)}  ${objectivesMet}/${objectives} objectives  ${visibleText(players)}${how}`
  })
  return [
    `${visibleText(exercise)}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
    ...inColumns(rows),
    ...played,
    ...openLines(open),
    ...trendDoubts(trend),
    '',
  ].join('\n')
}

function openLines(open: readonly OpenAction[]): string[] {
  if (open.length === 0) return []
  const lines = open.map(({ run, id, action, owner, dueAt, since }) => {
    const who = owner === '' ? 'nobody' : owner
    return `  run ${run} ${id}  since run ${since}  ${visibleText(who)}, ${dueAt ?? 'no date'}: ${visibleText(action)}`
  })
  return [`${open.length} ${open.length === 1 ? 'action is' : 'actions are'} open:`, ...lines]
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(0, ...rows.map((row) => visibleText(row[column] ?? '').length)),
  )
  return rows.map((row) =>
    `  ${row.map((cell, column) => visibleText(cell).padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
