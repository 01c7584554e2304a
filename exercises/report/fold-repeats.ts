import { showExerciseTime } from '../duration.js'
import type { TimelineEntry } from './after-action-schema.js'

/**
 * A timeline in which a step of the attack that goes on with the same words has one entry, its first, that tells how often and until
 * when: the calls of an attacker who polls would else bury what people did. The JSON has them all.
 */
export function foldRepeats(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const runs: TimelineEntry[][] = []
  const latest = new Map<string, TimelineEntry[]>()
  for (const entry of timeline) {
    const run = entry.step === null ? undefined : latest.get(entry.step)
    if (run !== undefined && run[0]?.what === entry.what) run.push(entry)
    else {
      const begun = [entry]
      runs.push(begun)
      if (entry.step !== null) latest.set(entry.step, begun)
    }
  }
  return runs.flatMap(foldRun)
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
