import { showExerciseTime } from '../../../exercises/duration.js'

/** The time of a run as people in Slack read it. */
export interface RunTime {
  /** `T+04:12`. */
  sinceStart(atMs: number): string
  /** On the clock on the wall, ISO 8601. */
  onTheWall(atMs: number): string
}

/** `timeScale`: how much faster than a clock exercise time goes. */
export function runTime(startedAt: string, timeScale: number): RunTime {
  const startedAtMs = Date.parse(startedAt)
  return {
    sinceStart: showExerciseTime,
    onTheWall: (atMs) => new Date(startedAtMs + atMs / timeScale).toISOString(),
  }
}
