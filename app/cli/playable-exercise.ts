import { problemLine } from '../../exercises/check-exercise.js'
import type { Exercise } from '../../exercises/exercise-file.js'
import { type LoadedExercise, loadExercise, NoSuchExerciseError } from '../exercise/load-exercise.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { refuseExercise, tellProblems } from './refuse-exercise.js'

/** The exercise that somebody names; an exit code, and the reason on stderr, where there is none or it has mistakes. */
export function playableExercise(named: string): Exercise | ExitCode {
  const loaded = loadNamed(named)
  if (loaded === null) return EXIT.usage
  const { checked, file } = loaded
  if (checked.ok) return checked.exercise
  const lines = checked.problems.map((problem) => problemLine(file, problem))
  return tellProblems(file, lines)
}

/** The same where mistakes are what is asked for; null, and the reason on stderr, where there is no such exercise. */
export function loadNamed(named: string): LoadedExercise | null {
  try {
    return loadExercise(named)
  } catch (error) {
    if (!(error instanceof NoSuchExerciseError)) throw error
    refuseExercise(error.message)
    return null
  }
}
