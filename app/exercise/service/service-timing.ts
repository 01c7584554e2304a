import type { Exercise } from '../../../exercises/exercise-file.js'
import { scaledTiming } from '../../../playbooks/stages/timing.js'
import type { Timing } from '../../../src/domain/incident-context.js'
import { timingOf } from '../world-rules.js'

/** What a look at a block takes, from when it is due to when its outcome is on the record. Real time. */
const LOOK_TAKES_MS = 200

/**
 * The waits of an exercise's incidents where time runs `timeScale` times as fast. Of the looks at a new block those are left out
 * that would be due before the one before them can be done: they would come one after the other, late, and the two minutes in
 * which a block is held to account would become four. The last is always made. Up to 3 times as fast nothing is left out.
 */
export function serviceTiming(exercise: Exercise, timeScale: number): Timing {
  const timing = scaledTiming(timeScale, timingOf(exercise))
  return { ...timing, soakLooks: apart(timing.soakLooks, LOOK_TAKES_MS * timeScale) }
}

/** From the last one backwards: the later looks are the deeper ones. */
function apart(looks: Timing['soakLooks'], leastMs: number): Timing['soakLooks'] {
  const kept: Timing['soakLooks'][number][] = []
  for (const look of looks.toReversed()) {
    const next = kept[0]
    if (next === undefined || next.atMs - look.atMs >= leastMs) kept.unshift(look)
  }
  return kept
}
