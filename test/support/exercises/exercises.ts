import { checkExercise, problemLine } from '../../../exercises/check-exercise.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { silentNarrator } from '../../../exercises/narrator.js'
import { newExerciseText } from '../../../exercises/new-exercise.js'
import { runExercise } from '../../../exercises/run-exercise.js'
import type { RunRecord } from '../../../exercises/run-record.js'
import type { ScriptedMove } from '../../../exercises/schema/players.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { FakeStage } from './fake-stage.js'
import { fakeKinds } from './stage-kinds.js'

/** The exercise that `exercise init` writes. */
export const initText = newExerciseText({ id: 'first-one', title: 'The first one' })

/** An exercise file with some texts replaced; every text must be in it. */
export function changed(text: string, ...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`The file does not hold ${from}.`)
    return before.replace(from, () => to)
  }, text)
}

/** The exercise of a text that must be without a problem. */
export function exerciseOf(text: string): Exercise {
  const checked = checkExercise(text, fakeKinds)
  if (checked.ok) return checked.exercise
  throw new Error(checked.problems.map((problem) => problemLine('exercise.yaml', problem)).join('\n'))
}

/** Plays an exercise with a script on a fake stage. */
export async function played(
  exercise: Exercise,
  script: readonly ScriptedMove[] = exercise.players.good,
  stage = new FakeStage(exercise),
): Promise<RunRecord> {
  return await runExercise(exercise, stage, scriptedPlayers('good', script), silentNarrator)
}
