import type { Exercise } from '../../exercises/exercise-file.js'
import type { Narrator } from '../../exercises/narrator.js'
import type { Players } from '../../exercises/players.js'
import type { Log } from '../../src/engine/engine.js'
import { type PlayedRun, playExercise } from './play-exercise.js'
import { startVirtualStage } from './start-virtual-stage.js'

/** Plays an exercise in virtual time, as fast as it goes. */
export async function playVirtually(
  exercise: Exercise,
  players: Players,
  narrator: Narrator,
  log?: Log,
): Promise<PlayedRun> {
  return await playExercise(exercise, { startStage: startVirtualStage, seat: () => ({ players, narrator }) }, log)
}
