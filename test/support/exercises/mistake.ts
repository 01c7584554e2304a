import { checkExercise, type ExerciseProblem } from '../../../exercises/check-exercise.js'
import { changed, initText } from './exercises.js'
import { fakeKinds } from './stage-kinds.js'

/** One thing done wrong in a file that is else right, and what its author is to be told. */
export interface Mistake {
  /** The rule, as the title of the test. */
  readonly rule: string
  readonly from: string
  readonly to: string
  /** A text of the line that the problem must name; the first line that holds it. */
  readonly line: string
  readonly field: string
  readonly what: string
  readonly cure: string
}

/** The problems of a file with one mistake in it, and the line that they should name. */
export function problemsOf({ from, to, line }: Mistake): { problems: readonly ExerciseProblem[]; line: number } {
  const text = changed(initText, [from, to])
  const checked = checkExercise(text, fakeKinds)
  const at = text.split('\n').findIndex((each) => each.includes(line))
  return { problems: checked.ok ? [] : checked.problems, line: at + 1 }
}
