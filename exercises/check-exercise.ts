import { checkText } from './check/check-text.js'
import type { ExerciseProblem, Problem } from './check/problem.js'
import { checkAttack } from './check/rules/attack.js'
import { checkChains } from './check/rules/chains.js'
import { checkInjects } from './check/rules/injects.js'
import { checkMoves } from './check/rules/moves.js'
import { checkObjectives } from './check/rules/objectives.js'
import { checkPeople } from './check/rules/people.js'
import { checkPlaceholders } from './check/rules/placeholders.js'
import { checkPlaybook } from './check/rules/playbook.js'
import { checkTriggers } from './check/rules/triggers.js'
import { checkIds } from './check/rules/unique-ids.js'
import { checkWorld } from './check/rules/world.js'
import { type Exercise, exerciseSchema } from './exercise-file.js'
import type { StageKinds } from './stage-kinds.js'

export type { ExerciseProblem } from './check/problem.js'
export { problemLine } from './check/problem.js'

export type CheckedExercise =
  | { readonly ok: true; readonly exercise: Exercise }
  /** In the order of the file, at most 100. */
  | { readonly ok: false; readonly problems: readonly ExerciseProblem[] }

/**
 * Reads and checks an exercise file. Each problem names its line, the field and a cure. In three steps, each of which tells all that
 * is wrong with it: whether it is YAML, whether the keys and values are right, and whether it makes sense as a whole (names exist,
 * keys do not contradict each other, nothing waits for what never comes, the stage can do what is asked of it).
 */
export function checkExercise(text: string, kinds: StageKinds): CheckedExercise {
  const checked = checkText(text, exerciseSchema, (exercise) => meaningProblems(exercise, kinds))
  return checked.ok ? { ok: true, exercise: checked.value } : checked
}

function meaningProblems(exercise: Exercise, kinds: StageKinds): Problem[] {
  const found = problemsOfParts(exercise, kinds)
  return found.length > 0 ? found : checkChains(exercise, kinds)
}

function problemsOfParts(exercise: Exercise, kinds: StageKinds): Problem[] {
  return [
    ...checkIds(exercise),
    ...checkPlaybook(exercise, kinds),
    ...checkPeople(exercise),
    ...checkWorld(exercise, kinds),
    ...checkAttack(exercise, kinds),
    ...checkInjects(exercise, kinds),
    ...checkTriggers(exercise, kinds),
    ...checkObjectives(exercise),
    ...checkPlaceholders(exercise),
    ...checkMoves(exercise),
  ]
}
