import type { Exercise } from '../exercise-file.js'
import { mostPoints } from '../rubric.js'
import type { RunEventOf } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import type { InjectOf } from '../schema/injects.js'
import type { ScoredAnswer } from '../score.js'

/**
 * What the questions of the exercise were answered: of each the best answer that was given in time, as it was marked last (the
 * facilitator's word is a later event than the keywords').
 */
export function scoreAnswers({ injects }: Exercise, { events }: RunRecord): ScoredAnswer[] {
  return injects.flatMap((inject) => {
    if (inject.kind !== 'question') return []
    const given = events.flatMap((event) => (event.kind === 'ANSWER' && event.inject === inject.id ? [event] : []))
    const best = lastMarks(given.filter(({ inTime }) => inTime)).toSorted((a, b) => b.points - a.points)[0]
    return best === undefined ? [] : [scored(inject, best)]
  })
}

/** The most points that the questions of an exercise give. */
export function pointsOutOf({ injects }: Exercise): number {
  return injects.reduce((sum, inject) => sum + (inject.kind === 'question' ? mostPoints(inject.rubric ?? []) : 0), 0)
}

type Answer = RunEventOf<'ANSWER'>

/** A judgement repeats the answer's text under the same name: it stands for the marks before it. */
function lastMarks(answers: readonly Answer[]): Answer[] {
  const last = new Map<string, Answer>()
  for (const answer of answers) last.set(JSON.stringify([answer.by, answer.text]), answer)
  return [...last.values()]
}

function scored(
  { id, rubric = [] }: InjectOf<'question'>,
  { by, made, points, outOf, scoredBy }: Answer,
): ScoredAnswer {
  return {
    inject: id,
    by,
    points,
    outOf,
    made: rubric.filter((_, index) => made.includes(index)).map(({ point }) => point),
    notMade: rubric.filter((_, index) => !made.includes(index)).map(({ point }) => point),
    scoredBy,
  }
}
