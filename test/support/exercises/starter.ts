import { loadExercise } from '../../../app/exercise/load-exercise.js'
import type { Exercise } from '../../../exercises/exercise-file.js'

/** The first exercise of a team, as it comes with the program. */
export function starterExercise(): Exercise {
  const { checked } = loadExercise('starter-instance-credentials')
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.exercise
}
