import { checkExercise } from '../../../exercises/check-exercise.js'
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

/** Each mistake is told once, with its line, its field and a cure, and nothing else is. */
export function describeMistakes(title: string, mistakes: readonly Mistake[], right = initText): void {
  describe(title, () => {
    it.each(mistakes)('$rule', ({ from, to, line, field, what, cure }) => {
      const text = changed(right, [from, to])
      const checked = checkExercise(text, fakeKinds)
      expect(checked.ok ? [] : checked.problems).toEqual([
        {
          line: text.split('\n').findIndex((each) => each.includes(line)) + 1,
          column: expect.any(Number),
          field,
          what: expect.stringContaining(what),
          cure: expect.stringContaining(cure),
        },
      ])
    })
  })
}
