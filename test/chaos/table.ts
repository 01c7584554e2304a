import type { RunResult } from './run-point.js'

/** One line of the table: a sweep, or the scenarios of stopped workers on one queue. */
export interface TableRow {
  readonly queue: string
  readonly kind: string
  readonly position: string
  readonly results: readonly RunResult[]
}

const HEAD = ['queue', 'kind', 'position', 'points', 'passed', 'failed', 'recovery median s', 'max s']

/** The table that a chaos run ends with, and below it every failed point with what was wrong. */
export function renderTable(rows: readonly TableRow[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join('  ')
      .trimEnd(),
  )
  const [head = '', ...body] = lines
  const failed = rows.flatMap(({ results }) => results.filter(hasFailed).map(describeFailure))
  return [head, '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...body, ...failed, ''].join('\n')
}

export function hasFailed({ wrong }: RunResult): boolean {
  return wrong.length > 0
}

function cellsOf({ queue, kind, position, results }: TableRow): string[] {
  const failed = results.filter(hasFailed).length
  const recoveries = results.flatMap(({ recoveryMs }) => recoveryMs ?? []).sort((a, b) => a - b)
  const counts = [results.length, results.length - failed, failed].map(String)
  const [median, longest] = [recoveries[Math.floor(recoveries.length / 2)], recoveries.at(-1)]
  return [queue, kind, position, ...counts, inSeconds(median), inSeconds(longest)]
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? '-' : (ms / 1000).toFixed(1)
}

/** Words to the left, numbers to the right. */
function pad(cell: string, width: number, column: number): string {
  return column < 3 ? cell.padEnd(width) : cell.padStart(width)
}

function describeFailure({ name, wrong }: RunResult): string {
  return `FAILED ${name}: ${wrong.join('; ')}`
}
