import { compareTexts } from '../facts/texts.js'
import type { Candidate } from './novelty.js'

interface Sighted {
  /** As it stands in the records. */
  readonly source: string
  readonly tally: { readonly firstSeenMs: number }
}

/** The earliest of each key; of two at one moment, the first in code-point order. Sorted by key. */
export function firstByKey<Each extends Sighted>(
  all: readonly Each[],
  keyOf: (each: Each) => string,
): Candidate<Each>[] {
  const first = new Map<string, Each>()
  for (const each of all) {
    const key = keyOf(each)
    const known = first.get(key)
    if (known === undefined || isEarlier(each, known)) first.set(key, each)
  }
  return [...first].map(([key, value]) => ({ key, value })).sort((a, b) => compareTexts(a.key, b.key))
}

function isEarlier(a: Sighted, b: Sighted): boolean {
  const { firstSeenMs } = b.tally
  return a.tally.firstSeenMs < firstSeenMs || (a.tally.firstSeenMs === firstSeenMs && a.source < b.source)
}
