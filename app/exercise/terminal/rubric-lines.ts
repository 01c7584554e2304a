import type { Exercise } from '../../../exercises/exercise-file.js'
import type { RunEventOf } from '../../../exercises/run-event.js'
import { pairLines } from './columns.js'
import type { Paint } from './paint.js'

/** What an answer made of its rubric, by the numbers that `judge` takes: for the facilitator, who has the last word. */
export function rubricLines(
  { injects }: Exercise,
  { inject, made }: RunEventOf<'ANSWER'>,
  width: number,
  paint: Paint,
): string[] {
  const found = injects.find(({ id }) => id === inject)
  const rubric = found?.kind === 'question' ? (found.rubric ?? []) : []
  const pairs = rubric.map(({ point }, index): [string, string] => {
    return [`${index + 1} ${made.includes(index) ? 'made' : 'not made'}`, point]
  })
  if (pairs.length === 0) return []
  return [
    ...pairLines(pairs, width, paint, 21),
    ...pairLines([['', `judge ${inject} POINT yes|no has the last word.`]], width, paint, 21),
  ]
}
