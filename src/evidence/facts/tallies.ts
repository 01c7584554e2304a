import type { CallOutcome } from './outcome-of.js'
import { type EventMark, keptEventIds, type Tally } from './trail-facts.js'

/** One call, as far as counting goes. Whoever counts many of them may use one object for all: it is not held on to. */
export interface Count {
  readonly atMs: number
  readonly outcome: CallOutcome
  /** Its mark is `marks.at(row)`: most tallies have enough of them, and a mark is made for those that want one. */
  readonly marks: Marks
  readonly row: number
}

export interface Marks {
  at(row: number): EventMark
}

/** A call that has its mark already. */
export function countOf(mark: EventMark, outcome: CallOutcome): Count {
  return { atMs: mark.atMs, outcome, marks: { at: () => mark }, row: 0 }
}

/**
 * A tally of nothing: every other one is earlier and later than it. What has more fields than a tally writes these out as well:
 * spread into a literal they would give each object a hidden class of its own, and all code that reads it half the speed.
 */
export function emptyTally(): Tally {
  return { ok: 0, failed: 0, denied: 0, firstSeenMs: Infinity, lastSeenMs: -Infinity, eventIds: [] }
}

export function countIn(tally: Tally, count: Count): void {
  const { atMs, outcome } = count
  if (outcome === 'ok') tally.ok += 1
  else tally.failed += 1
  if (outcome === 'denied') tally.denied += 1
  if (atMs < tally.firstSeenMs) tally.firstSeenMs = atMs
  if (atMs > tally.lastSeenMs) tally.lastSeenMs = atMs
  const last = tally.eventIds[keptEventIds - 1]
  if (last === undefined || atMs <= last.atMs) keepMark(tally, count.marks.at(count.row))
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergeTally(into: Tally, from: Tally): void {
  into.ok += from.ok
  into.failed += from.failed
  into.denied += from.denied
  into.firstSeenMs = Math.min(into.firstSeenMs, from.firstSeenMs)
  into.lastSeenMs = Math.max(into.lastSeenMs, from.lastSeenMs)
  into.eventIds = earliestOf(into.eventIds, from.eventIds)
}

/** Of two lists in order. One of them where the other adds nothing: lists are never changed, so tallies may share them. */
function earliestOf(a: readonly EventMark[], b: readonly EventMark[]): readonly EventMark[] {
  const [firstA, firstB] = [a[0], b[0]]
  if (firstB === undefined || firstA === undefined) return firstB === undefined ? a : b
  if (isFullBefore(a, firstB)) return a
  if (isFullBefore(b, firstA)) return b
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
  // Without the room that pushing has reserved.
  return earliest.slice()
}

function isFullBefore(marks: readonly EventMark[], mark: EventMark): boolean {
  const last = marks[keptEventIds - 1]
  return last !== undefined && isBefore(last, mark)
}

/**
 * The earliest marks, in order, whatever order they come in. A list that is pushed to reserves room for seventeen: with a
 * tally a session and address, most of the memory would be reserved for nothing.
 */
function keepMark(tally: Tally, mark: EventMark): void {
  const marks = tally.eventIds
  const last = marks[marks.length - 1]
  if (last === undefined || isBefore(last, mark)) {
    if (marks.length < keptEventIds) tally.eventIds = [...marks, mark]
    return
  }
  const at = marks.findIndex((kept) => !isBefore(kept, mark))
  tally.eventIds = [...marks.slice(0, at), mark, ...marks.slice(at)].slice(0, keptEventIds)
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

export function countUnder<Key>(map: Map<Key, Tally>, key: Key, count: Count): void {
  countIn(entryOf(map, key, emptyTally), count)
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

export function countOkFailed<Key>(map: Map<Key, OkFailed>, key: Key, outcome: CallOutcome): void {
  const entry = entryOf(map, key, noCalls)
  if (outcome === 'ok') entry.ok += 1
  else entry.failed += 1
}

export function mergeOkFailed<Key>(into: Map<Key, OkFailed>, from: ReadonlyMap<Key, OkFailed>): void {
  mergeMap(into, from, noCalls, addCalls)
}

function noCalls(): OkFailed {
  return { ok: 0, failed: 0 }
}

function addCalls(into: OkFailed, from: OkFailed): void {
  into.ok += from.ok
  into.failed += from.failed
}
