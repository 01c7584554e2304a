import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type CheckedExercise, checkExercise } from '../../exercises/check-exercise.js'
import { scenarios } from './scenarios.js'
import { stageKinds } from './stage-kinds.js'

/** An exercise file that was read; `file` is how problems in it are told. */
export interface LoadedExercise {
  readonly file: string
  readonly checked: CheckedExercise
}

/** There is no such exercise: neither a file nor the id of one that comes with the program. */
export class NoSuchExerciseError extends Error {
  override readonly name = 'NoSuchExerciseError'
}

/** Reads and checks the exercise that a person names: the path of a file, or the id of a scenario. A scenario's id comes first. */
export function loadExercise(named: string): LoadedExercise {
  const scenario = scenarios().find(({ id }) => id === named)
  const path = scenario?.file ?? named
  const file = scenario === undefined ? named : basename(path)
  return { file, checked: checkExercise(read(path, named), stageKinds) }
}

function read(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = `There is no exercise "${named}": it is no file that can be read, and none of \`tourniquet exercise list\`.`
    throw new NoSuchExerciseError(reason, { cause: error })
  }
}
