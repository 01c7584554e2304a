import type { Exercise } from './exercise-file.js'
import type { Narrator } from './narrator.js'
import type { Players } from './players.js'
import { closeRun, tellLast } from './run/close-run.js'
import { conduct } from './run/conduct.js'
import { ExerciseRun } from './run/exercise-run.js'
import type { RunRecord } from './run-record.js'
import type { Stage } from './stage.js'

/**
 * Plays an exercise to its end and answers with its record, always: where the stage, the narrator or the players fail, the record
 * says so (`end.kind` is `failed`) and holds what happened until then. The stage is not stopped, so that reports can still be
 * read from it. The exercise must have been checked (`checkExercise`); its seed and limits are those that it is played with.
 */
export async function runExercise(
  exercise: Exercise,
  stage: Stage,
  players: Players,
  narrator: Narrator,
): Promise<RunRecord> {
  const run = new ExerciseRun(exercise, stage, players, narrator)
  try {
    await narrator.begin(exercise, stage.startedAt)
    await conduct(run)
  } catch (error) {
    const text = String(error)
    run.failBy(text)
    await tellLast(run, { kind: 'ERROR', text }, lastMs(run))
  }
  return await closeRun(run, () => lastMs(run))
}

/** Now, as far as a stage that may have failed can tell. */
function lastMs({ stage, events }: ExerciseRun): number {
  try {
    return stage.nowMs()
  } catch {
    // Its failure is on the record; the last moment that is known is that of the last event.
    return events.at(-1)?.atMs ?? 0
  }
}
