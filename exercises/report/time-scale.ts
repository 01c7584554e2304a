/** Where on a drawing a time stands. Long waits are drawn short, and `breaks` says where. */
export interface TimeScale {
  x(atMs: number): number
  readonly breaks: readonly { readonly fromX: number; readonly toX: number }[]
  /** Times to write below the drawing. */
  readonly ticks: readonly { readonly atMs: number; readonly x: number }[]
}

/** No wait is drawn longer than this part of the whole that happened between the waits. */
const LONGEST_PART = 0.12
const TICK_SPACING = 64

/**
 * A scale on which each moment of the run can be told from the next: waits of hours in which nothing happens would else press all
 * that did happen together.
 */
export function timeScale(moments: readonly number[], fromX: number, toX: number): TimeScale {
  const times = [...new Set(moments)].toSorted((a, b) => a - b)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  const longest = longestDrawn(gaps)
  const total = gaps.reduce((sum, gap) => sum + Math.min(gap, longest), 0)
  const width = toX - fromX
  let drawn = 0
  const points = times.map((atMs, index) => {
    drawn += index === 0 ? 0 : Math.min(gaps[index - 1] ?? 0, longest)
    return { atMs, x: fromX + (total === 0 ? 0 : (drawn / total) * width) }
  })
  const breaks = points.flatMap((point, index) => {
    const next = points[index + 1]
    return next !== undefined && next.atMs - point.atMs > longest ? [{ fromX: point.x, toX: next.x }] : []
  })
  return { x: (atMs) => positionOf(atMs, points, fromX), breaks, ticks: ticksOf(points) }
}

type Point = { readonly atMs: number; readonly x: number }

/** Waits are shortened until none takes more than its part; in a few rounds, since shortening one makes the others' part larger. */
function longestDrawn(gaps: readonly number[]): number {
  let longest = Math.max(0, ...gaps)
  for (let round = 0; round < 12; round += 1) {
    const total = gaps.reduce((sum, gap) => sum + Math.min(gap, longest), 0)
    longest = Math.min(longest, Math.max(total * LONGEST_PART, 1_000))
  }
  return longest
}

function positionOf(atMs: number, points: readonly Point[], fromX: number): number {
  const after = points.findIndex((point) => point.atMs >= atMs)
  const [next, before] = after === -1 ? [undefined, points.at(-1)] : [points[after], points[after - 1]]
  if (next === undefined || before === undefined) return (next ?? before)?.x ?? fromX
  return before.x + ((atMs - before.atMs) / (next.atMs - before.atMs)) * (next.x - before.x)
}

function ticksOf(points: readonly Point[]): Point[] {
  const last = points.at(-1)
  const ticks: Point[] = []
  for (const point of points) {
    const isFar = point.x - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= TICK_SPACING
    if (isFar && (last === undefined || last === point || last.x - point.x >= TICK_SPACING)) ticks.push(point)
  }
  return last !== undefined && ticks.at(-1) !== last ? [...ticks, last] : ticks
}
