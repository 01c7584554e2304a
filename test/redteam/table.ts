import type { RunResult } from './run-pair.js'

const HEAD = [
  'attacker',
  'runs',
  'contained',
  'asked',
  'FALSE',
  'kept',
  'ways back',
  'told p50 ms',
  'p99',
  'max',
  'elsewhere listed',
  'told late',
  'untold',
  'lab says so',
  'FALSE',
  'later',
]

/**
 * The table that a run ends with, and below it each run with a violation. FALSE: "contained" while the principal was allowed
 * something. kept: while the attacker held what it got after the block. lab: how often the plain procedure said "contained",
 * how often the principal was allowed something then, and how often it still was a minute later.
 */
export function renderTable(results: readonly RunResult[]): string {
  const names = [...new Set(results.map(({ scenario }) => scenario))]
  const rows = names.map((name) =>
    cellsOf(
      name,
      results.filter(({ scenario }) => scenario === name),
    ),
  )
  const cells = [HEAD, ...rows]
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  '))
  const [head = '', ...body] = lines
  const failed = results.flatMap((result) => result.violations.map((violation) => describe(result, violation)))
  return [head, '-'.repeat(head.length), ...body, ...failed, ''].join('\n')
}

function cellsOf(name: string, results: readonly RunResult[]): string[] {
  const counted = (is: (result: RunResult) => boolean | undefined) => String(results.filter(is).length)
  const summed = (of: (result: RunResult) => number | undefined) =>
    String(results.reduce((sum, result) => sum + (of(result) ?? 0), 0))
  const told = results.flatMap(({ ours }) => ours?.toldAfterMs ?? []).sort((a, b) => a - b)
  const quantile = (share: number) => String(told[Math.ceil(told.length * share) - 1] ?? '-')
  return [
    name,
    String(results.length),
    counted(({ ours }) => ours?.afterSoak === 'contained'),
    counted(({ ours }) => ours?.afterSoak === 'needsHuman'),
    counted(({ ours }) => ours?.isFalse),
    counted(({ ours }) => ours?.isKept),
    counted(({ ours }) => ours?.wayBack !== null),
    quantile(0.5),
    quantile(0.99),
    quantile(1),
    summed(({ ours }) => ours?.elsewhereListed),
    summed(({ ours }) => ours?.elsewhereTold),
    summed(({ ours }) => ours?.elsewhereUntold),
    counted(({ lab }) => lab?.isSaid),
    counted(({ lab }) => lab?.isSaid && lab.isFalseWhenSaid),
    counted(({ lab }) => lab?.isSaid && lab.isFalseLater),
  ]
}

/** Words to the left, numbers to the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

function describe({ scenario, seed }: RunResult, violation: string): string {
  return `VIOLATION ${scenario}, seed ${seed}: ${violation}`
}
