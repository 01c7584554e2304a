import type { CallSum } from './call-sum.js'
import { type EventMark, keptEventIds, type Tally } from './trail-facts.js'

/**
 * A tally of nothing: every other one is earlier and later than it. What has more fields than a tally writes these out as well:
 * spread into a literal they would give each object a hidden class of its own, and all code that reads it half the speed.
 */
export function emptyTally(): Tally {
  return { ok: 0, failed: 0, denied: 0, firstSeenMs: Infinity, lastSeenMs: -Infinity, eventIds: [] }
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergeTally(into: Tally, from: Readonly<Tally>): void {
  into.ok += from.ok
  into.failed += from.failed
  into.denied += from.denied
  const { firstSeenMs, lastSeenMs } = from
  if (firstSeenMs < into.firstSeenMs) into.firstSeenMs = firstSeenMs
  if (lastSeenMs > into.lastSeenMs) into.lastSeenMs = lastSeenMs
  const last = into.eventIds[keptEventIds - 1]
  if (last === undefined || firstSeenMs <= last.atMs) into.eventIds = earliestOf(into.eventIds, from.eventIds)
}

/**
 * Of two lists in order. One of them where the other adds nothing: lists are never changed, so tallies may share them. A list that is
 * pushed to reserves room for seventeen: with a tally a session and address, most of the memory would be reserved for nothing.
 */
function earliestOf(a: readonly EventMark[], b: readonly EventMark[]): readonly EventMark[] {
  const [firstA, firstB] = [a[0], b[0]]
  if (firstB === undefined || firstA === undefined) return firstB === undefined ? a : b
  if (isAllBefore(a, firstB)) return followed(a, b)
  if (isAllBefore(b, firstA)) return followed(b, a)
  const earliest: EventMark[] = []
  let [atA, atB] = [0, 0]
  while (earliest.length < keptEventIds) {
    const [markA, markB] = [a[atA], b[atB]]
    if (markA === undefined && markB === undefined) break
    if (markB === undefined || (markA !== undefined && isBefore(markA, markB))) {
      if (markA !== undefined) earliest.push(markA)
      atA += 1
    } else {
      earliest.push(markB)
      atB += 1
    }
  }
  return earliest.slice()
}

function isAllBefore(marks: readonly EventMark[], mark: EventMark): boolean {
  const last = marks[marks.length - 1]
  return last !== undefined && isBefore(last, mark)
}

function followed(first: readonly EventMark[], next: readonly EventMark[]): readonly EventMark[] {
  const room = keptEventIds - first.length
  return room <= 0 ? first : first.concat(room < next.length ? next.slice(0, room) : next)
}

/** Oldest first; ids decide between events of one moment. */
export function isBefore(a: EventMark, b: EventMark): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.eventId < b.eventId)
}

/** What stands under `key`, made where nothing does. */
export function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

export function countUnder<Key>(map: Map<Key, Tally>, key: Key, sum: CallSum): void {
  mergeTally(entryOf(map, key, emptyTally), sum)
}

/** Adds every entry of `from`, which stays as it is, to `into`. */
export function mergeMap<Key, Value>(
  into: Map<Key, Value>,
  from: ReadonlyMap<Key, Value>,
  make: (value: Value) => Value,
  merge: (into: Value, from: Value) => void,
): void {
  for (const [key, value] of from)
    merge(
      entryOf(into, key, () => make(value)),
      value,
    )
}

export function mergeTallies<Key>(into: Map<Key, Tally>, from: ReadonlyMap<Key, Tally>): void {
  mergeMap(into, from, emptyTally, mergeTally)
}

export interface OkFailed {
  ok: number
  failed: number
}

/** Adds successes and failures to those that stand under `key`. */
export function countUp<Key>(counts: Map<Key, OkFailed>, key: Key, ok: number, failed: number): void {
  const known = counts.get(key)
  if (known === undefined) counts.set(key, { ok, failed })
  else {
    known.ok += ok
    known.failed += failed
  }
}

export function mergeOkFailed<Key>(into: Map<Key, OkFailed>, from: ReadonlyMap<Key, OkFailed>): void {
  for (const [key, { ok, failed }] of from) countUp(into, key, ok, failed)
}
