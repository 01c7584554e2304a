import type { AnswerMove, FacilitatorMove } from '../moves.js'
import { markAnswer, mostPoints, pointsOf } from '../rubric.js'
import type { RunEventOf } from '../run-event.js'
import type { Inject, InjectOf } from '../schema/injects.js'
import type { ExerciseRun } from './exercise-run.js'
import { tellVoid } from './tell-void.js'

/** Somebody answers an inject that asks people something. */
export async function playAnswer(run: ExerciseRun, move: AnswerMove): Promise<void> {
  const inject = run.exercise.injects.find(({ id }) => id === move.inject)
  const played = playedAs(run, move.inject)
  if (inject === undefined || played === null) return await tellVoid(run, move, `${move.inject} was not asked.`)
  if (inject.kind !== 'question' && inject.kind !== 'pressure') {
    return await tellVoid(run, move, `${move.inject} asks for no answer.`)
  }
  if (!inject.to.includes(move.by))
    return await tellVoid(
      run,
      move,
      `${move.inject} was put to ${inject.to.map((role) => run.nameOf(role)).join(', ')}.`,
    )
  const inTime = run.stage.nowMs() <= (played.untilMs ?? 0)
  if (inject.kind === 'question') return await run.tell(marked(inject, move, inTime))
  const { by, text, choice = null } = move
  await run.tell({ kind: 'PRESSURE', inject: inject.id, by, choice, text, inTime })
}

/** The facilitator's word on one point of the last answer: it wins over the keywords. */
export async function playJudgement(
  run: ExerciseRun,
  move: Extract<FacilitatorMove, { does: 'judge' }>,
): Promise<void> {
  const rubric = rubricOf(run.exercise.injects.find(({ id }) => id === move.inject))
  const last = run.events.findLast((event) => event.kind === 'ANSWER' && event.inject === move.inject)
  if (last?.kind !== 'ANSWER') return await tellVoid(run, move, `Nobody has answered ${move.inject}.`)
  if (rubric[move.point] === undefined) return await tellVoid(run, move, `${move.inject} has no point ${move.point}.`)
  const others = last.made.filter((point) => point !== move.point)
  const made = (move.made ? [...others, move.point] : others).toSorted((a, b) => a - b)
  const { atMs: _atMs, ...answer } = last
  await run.tell({ ...answer, made, points: pointsOf(made, rubric), scoredBy: 'facilitator' })
}

function marked(
  inject: InjectOf<'question'>,
  { by, text }: AnswerMove,
  inTime: boolean,
): Omit<RunEventOf<'ANSWER'>, 'atMs'> {
  const rubric = rubricOf(inject)
  const { made, points } = markAnswer(text, rubric)
  const outOf = mostPoints(rubric)
  return { kind: 'ANSWER', inject: inject.id, by, text, made: [...made], points, outOf, scoredBy: 'keywords', inTime }
}

function rubricOf(inject: Inject | undefined) {
  return inject?.kind === 'question' ? (inject.rubric ?? []) : []
}

function playedAs(run: ExerciseRun, inject: string): RunEventOf<'INJECT'> | null {
  const found = run.events.find((event) => event.kind === 'INJECT' && event.inject === inject)
  return found?.kind === 'INJECT' ? found : null
}
