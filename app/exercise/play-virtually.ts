import type { Exercise } from '../../exercises/exercise-file.js'
import type { Narrator } from '../../exercises/narrator.js'
import type { Players } from '../../exercises/players.js'
import { runExercise } from '../../exercises/run-exercise.js'
import type { RunRecord } from '../../exercises/run-record.js'
import type { Log } from '../../src/engine/engine.js'
import { startVirtualStage } from './start-virtual-stage.js'

/** Plays an exercise in virtual time, from setting it up to taking it down. The record is there also where the stage failed on the way. */
export async function playVirtually(
  exercise: Exercise,
  players: Players,
  narrator: Narrator,
  log?: Log,
): Promise<RunRecord> {
  const stage = await startVirtualStage(exercise, log)
  try {
    return await runExercise(exercise, stage, players, narrator)
  } finally {
    await stage.stop()
  }
}
