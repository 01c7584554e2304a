import { visibleText } from '../../src/report/visible-text.js'
import type { Trend } from './after-action-schema.js'
import { showMeasured } from './show-measured.js'
import { sparkline } from './sparkline.js'
import { toNumber } from './trend-of.js'

/** A trend as text for a terminal: a line for each metric, from the first run to the last. */
export function renderTrend({ exercise, runs, metrics, sameFile }: Trend): string {
  const rows = metrics.map(({ label, unit, values, target, change }) => [
    label,
    sparkline(values.map(toNumber)),
    showMeasured(values.at(-1) ?? null, unit),
    target === null ? '' : `target ${showMeasured(target, unit)}`,
    change ?? '',
  ])
  const played = runs.map(({ no, startedAt, players, objectivesMet, objectives }) => {
    return `${String(no).padStart(3)}  ${startedAt}  ${objectivesMet}/${objectives} objectives  ${visibleText(players)}`
  })
  return [
    `${visibleText(exercise)}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
    ...inColumns(rows),
    ...played,
    ...(sameFile ? [] : ['The exercise file was changed between runs: values may not compare.']),
    '',
  ].join('\n')
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(0, ...rows.map((row) => visibleText(row[column] ?? '').length)),
  )
  return rows.map((row) =>
    `  ${row.map((cell, column) => visibleText(cell).padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
