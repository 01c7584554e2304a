import { isoOf } from '../facts/texts.js'
import type { CallVolume, TrailFacts } from '../facts/trail-facts.js'

/** `start` is ISO; the interval lasts until the next one starts. */
export interface VolumeInterval {
  readonly start: string
  readonly ok: number
  readonly failed: number
}

const minuteMs = 60_000
const intervalsMs = [1, 5, 15, 60, 360, 1440, 10_080, 40_320, 524_160].map((minutes) => minutes * minuteMs)
/** What a sparkline or a chart shows well. */
const mostIntervals = 60

/**
 * Calls of the scope by interval, of one actor (`Actor.key`) or, with null, of all: from the first call to the last, without
 * gaps, each call in one interval. The interval is the smallest of a minute, 5, 15, an hour, 6 hours, a day, a week… that
 * gives at most 60. Empty where there were no calls.
 */
export function apiCallVolume({ scope }: TrailFacts, actorKey: string | null = null): VolumeInterval[] {
  const volume = actorKey === null ? scope.volume : scope.actors.get(actorKey)?.volume
  return volume === undefined ? [] : intervalsOf(volume)
}

function intervalsOf({ slotMs, slots }: CallVolume): VolumeInterval[] {
  const ends = endsOf(slots.keys())
  if (ends === null) return []
  const { first, last } = ends
  const intervalMs = intervalFor(slotMs, first, last)
  const from = Math.floor((first * slotMs) / intervalMs)
  const length = Math.floor((last * slotMs) / intervalMs) - from + 1
  const intervals = Array.from({ length }, (_, i) => ({ start: isoOf((from + i) * intervalMs), ok: 0, failed: 0 }))
  for (const [slot, { ok, failed }] of slots) {
    const interval = intervals[Math.floor((slot * slotMs) / intervalMs) - from]
    if (interval === undefined) continue
    interval.ok += ok
    interval.failed += failed
  }
  return intervals
}

function intervalFor(slotMs: number, first: number, last: number): number {
  const count = (intervalMs: number) =>
    Math.floor((last * slotMs) / intervalMs) - Math.floor((first * slotMs) / intervalMs) + 1
  const fitting = intervalsMs.find((intervalMs) => intervalMs >= slotMs && count(intervalMs) <= mostIntervals)
  return fitting ?? Math.max(...intervalsMs)
}

function endsOf(slots: Iterable<number>): { readonly first: number; readonly last: number } | null {
  let [first, last] = [Infinity, -Infinity]
  for (const slot of slots) {
    first = Math.min(first, slot)
    last = Math.max(last, slot)
  }
  return last === -Infinity ? null : { first, last }
}
