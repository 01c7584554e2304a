import { readFileSync } from 'node:fs'
import { isNativeError } from 'node:util/types'
import { checkAnswers } from '../../exercises/check-answers.js'
import { problemLine } from '../../exercises/check-exercise.js'
import type { Exercise } from '../../exercises/exercise-file.js'
import type { PlayedBy } from '../exercise/choose-play.js'
import { stageKinds } from '../exercise/stage-kinds.js'
import { addressedRoles } from '../exercise/terminal/roles-played.js'
import { isForPeople, type TerminalStreams } from '../exercise/terminal/terminal-streams.js'
import type { ExerciseRunOptions } from './exercise.js'
import type { ExitCode } from './exit-codes.js'
import { refuseExercise, tellProblems } from './refuse-exercise.js'

/** Who plays, as it was asked for: a script, or people at this terminal. An exit code, and why on stderr, where nobody can. */
export function whoPlays(
  exercise: Exercise,
  { player, answers, play }: ExerciseRunOptions,
  streams: TerminalStreams,
): PlayedBy | ExitCode {
  if (player !== undefined) return { kind: 'script', name: player, moves: exercise.players[player] }
  if (answers !== undefined) return scriptIn(answers, exercise)
  if (!isForPeople(streams)) {
    return refuseExercise(
      'Nobody can play here, for this is no terminal. Say who plays: --player good, --player bad, or --answers FILE.',
    )
  }
  const ids = exercise.roles.map(({ id }) => id)
  const unknown = play?.find((role) => !ids.includes(role))
  if (unknown !== undefined) return refuseExercise(`There is no role ${unknown}: ${ids.join(', ')} take part.`)
  const addressed = addressedRoles(exercise)
  return { kind: 'people', roles: play ?? (addressed.length > 0 ? addressed : ids) }
}

function scriptIn(file: string, exercise: Exercise): PlayedBy | ExitCode {
  const text = readOrNull(file)
  if (text === null) return refuseExercise(`The file ${file} cannot be read.`)
  const checked = checkAnswers(text, exercise, stageKinds)
  if (checked.ok) return { kind: 'script', name: file, moves: checked.answers }
  return tellProblems(
    file,
    checked.problems.map((problem) => problemLine(file, problem)),
  )
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (!isNativeError(error)) throw error
    return null
  }
}
