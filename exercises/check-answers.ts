import { checkText } from './check/check-text.js'
import type { ExerciseProblem } from './check/problem.js'
import { checkMove } from './check/rules/moves.js'
import { checkMoveRoles } from './check/rules/people.js'
import { checkMoveTime } from './check/rules/triggers.js'
import type { Exercise } from './exercise-file.js'
import { answersSchema, type ScriptedMove } from './schema/players.js'
import type { StageKinds } from './stage-kinds.js'

export type CheckedAnswers =
  | { readonly ok: true; readonly answers: readonly ScriptedMove[] }
  | { readonly ok: false; readonly problems: readonly ExerciseProblem[] }

/** Reads a file of answers (`answers: [...]`, moves as in `players.good`) for one exercise, and checks it like the exercise itself. */
export function checkAnswers(text: string, exercise: Exercise, kinds: StageKinds): CheckedAnswers {
  const checked = checkText(text, answersSchema, ({ answers }) =>
    answers.flatMap((move, index) => [
      ...checkMoveRoles(exercise, move, ['answers', index]),
      ...checkMoveTime(exercise, move, ['answers', index], kinds),
      ...checkMove(exercise, move, ['answers', index]),
    ]),
  )
  return checked.ok ? { ok: true, answers: checked.value.answers } : checked
}
