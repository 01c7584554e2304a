/** One line of the bench. `ratio` is ours against the peer of the same run: below `goal` is better. */
export interface Measurement {
  readonly name: string
  readonly ratio: number
  readonly goal: number
  readonly met: boolean
  readonly ours: number
  readonly peer: number
  readonly unit: string
}

export function measure(name: string, ours: number, peer: number, goal: number, unit = 'ms'): Measurement {
  const exact = ours / peer
  const ratio = Math.round(exact * 1_000) / 1_000
  return { name, ratio, goal, met: exact <= goal, ours: round(ours), peer: round(peer), unit }
}

/** The q-th quantile, 0 to 1, by nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))]
  if (found === undefined) throw new Error('Nothing was measured.')
  return found
}

export function table(measurements: readonly Measurement[]): string {
  const rows = measurements.map((each) => [
    each.name,
    `${each.ours} ${each.unit}`,
    `${each.peer} ${each.unit}`,
    `${each.ratio}x`,
    `${each.goal}x`,
    each.met ? 'met' : 'NOT met',
  ])
  const all = [['what', 'ours', 'peer', 'ratio', 'goal', ''], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return `${all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')}\n`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
