import type { Exercise } from '../../exercises/exercise-file.js'
import type { Narrator } from '../../exercises/narrator.js'
import type { Players } from '../../exercises/players.js'
import { runExercise } from '../../exercises/run-exercise.js'
import type { RunRecord } from '../../exercises/run-record.js'
import type { Log } from '../../src/engine/engine.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { startVirtualStage } from './start-virtual-stage.js'

export interface PlayedRun {
  readonly record: RunRecord
  /** Of its incidents, in the order in which they were opened; none where the run failed: its stage may have failed with it. */
  readonly reports: readonly IncidentReport[]
}

/** Plays an exercise in virtual time, from setting it up to taking it down. The record is there also where the stage failed on the way. */
export async function playVirtually(
  exercise: Exercise,
  players: Players,
  narrator: Narrator,
  log?: Log,
): Promise<PlayedRun> {
  const stage = await startVirtualStage(exercise, log)
  try {
    const record = await runExercise(exercise, stage, players, narrator)
    return { record, reports: record.end.kind === 'failed' ? [] : await stage.reports() }
  } finally {
    await stage.stop()
  }
}
