const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Values as a line of bars, the lowest to the highest: `▁▄█`; `·` where there is none, and bars of one height where all are the same. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return values.map((value) => barOf(value, low, high)).join('')
}

function barOf(value: number | null, low: number, high: number): string {
  if (value === null) return '·'
  const height = high === low ? 3 : Math.round(((value - low) / (high - low)) * (BARS.length - 1))
  return BARS[height] ?? '·'
}
