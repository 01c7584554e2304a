import { showExerciseTime } from '../duration.js'
import type { TimelineEntry } from './after-action-schema.js'

/**
 * A timeline in which what goes on with the same words has one entry, its first, that tells how often and until when: the calls of an
 * attacker who polls, and the looks at a block that holds, would else bury what people did. The JSON has them all.
 */
export function foldRepeats(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  return folded(timeline.filter((entry) => !isEcho(entry)))
}

/** That an inject was played, of which nothing was expected, says no more than that it came. */
function isEcho({ lane, tone, what, inject }: TimelineEntry): boolean {
  return lane === 'injects' && tone === 'plain' && inject !== null && what === `${inject} was played`
}

function folded(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const runs: TimelineEntry[][] = []
  const latest = new Map<string, TimelineEntry[]>()
  for (const entry of timeline) {
    // What somebody did, and each new state, parts what was before it from what came after.
    if (entry.lane === 'people' || entry.state !== null) forgetRoutine(latest)
    const key = keyOf(entry)
    const run = key === null ? undefined : latest.get(key)
    if (run !== undefined && run[0]?.what === entry.what) run.push(entry)
    else {
      const begun = [entry]
      runs.push(begun)
      if (key !== null) latest.set(key, begun)
    }
  }
  return runs.flatMap(foldRun)
}

const ROUTINE = 'routine '

/** Of what an entry may go on; null: of nothing. */
function keyOf({ step, lane, state, incident, what }: TimelineEntry): string | null {
  if (step !== null) return `step ${step}`
  return lane === 'product' && state === null ? `${ROUTINE}${incident} ${what}` : null
}

function forgetRoutine(latest: Map<string, TimelineEntry[]>): void {
  for (const key of latest.keys()) if (key.startsWith(ROUTINE)) latest.delete(key)
}

function foldRun(run: readonly TimelineEntry[]): TimelineEntry[] {
  const [first] = run
  const last = run.at(-1)
  if (first === undefined || last === undefined) return []
  if (run.length === 1) return [first]
  return [
    {
      ...first,
      what: `${first.what} (and ${run.length - 1} more like it, until no. ${last.no} at ${showExerciseTime(last.atMs)})`,
    },
  ]
}
