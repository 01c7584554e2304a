import { parse } from 'yaml'
import { playVirtually } from '../../../app/exercise/play-virtually.js'
import { stageKinds } from '../../../app/exercise/stage-kinds.js'
import { checkExercise } from '../../../exercises/check-exercise.js'
import type { Exercise, ExerciseInput } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { newExerciseText } from '../../../exercises/new-exercise.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'

/** What `exercise init` writes, changed, and checked as a file of its own. */
export function exerciseWith(changes: (exercise: ExerciseInput) => ExerciseInput): Exercise {
  const initial: ExerciseInput = parse(newExerciseText({ id: 'tried', title: 'Tried' }))
  const checked = checkExercise(JSON.stringify(changes(initial)), stageKinds)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}

/** Plays it in virtual time by one of its scripts. */
export async function played(exercise: Exercise, player: 'good' | 'bad') {
  const { record } = await playVirtually(exercise, scriptedPlayers(player, exercise.players[player]), silentNarrator)
  return record
}
