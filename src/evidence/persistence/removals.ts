import type { Act } from '../detections/act.js'
import type { TrailView } from '../detections/trail-view.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'

/** So many of the calls that took a thing away are named. */
const mostNamed = 3
/** So many calls about a thing of one name are looked at; where none of them fits, nobody knows. */
const mostLookedAt = 200

/** Successful calls that take things away, by the names of what they take: each thing asks for its own, and there may be thousands. */
export class Removals {
  readonly #byName = new Map<string, Act[]>()

  /** `calls`: names by service, parted by spaces; `namesIn`: what a call takes away, in lower case. */
  constructor(trail: TrailView, calls: Readonly<Record<string, string>>, namesIn: (act: Act) => readonly string[]) {
    const acts = Object.entries(calls)
      .flatMap(([service, names]) => trail.actsNamed(service, names))
      .filter(({ outcome }) => outcome === 'ok')
      .sort((a, b) => a.mark.atMs - b.mark.atMs || compareTexts(a.mark.eventId, b.mark.eventId))
    for (const act of acts) for (const name of new Set(namesIn(act))) entryOf(this.#byName, name, none).push(act)
  }

  /** The first few that took one of these things at that moment or later, oldest first. */
  of(names: Iterable<string>, atMs: number, fits: (act: Act) => boolean): Act[] {
    const found = new Set<Act>()
    for (const name of new Set(names)) {
      const acts = this.#byName.get(name) ?? []
      const first = firstAt(acts, atMs)
      let left = mostNamed
      for (const act of acts.slice(first, first + mostLookedAt)) {
        if (left === 0) break
        if (!fits(act)) continue
        found.add(act)
        left -= 1
      }
    }
    return [...found]
      .sort((a, b) => a.mark.atMs - b.mark.atMs || compareTexts(a.mark.eventId, b.mark.eventId))
      .slice(0, mostNamed)
  }
}

function firstAt(acts: readonly Act[], atMs: number): number {
  let [low, high] = [0, acts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((acts[middle]?.mark.atMs ?? Infinity) < atMs) low = middle + 1
    else high = middle
  }
  return low
}

function none(): Act[] {
  return []
}
