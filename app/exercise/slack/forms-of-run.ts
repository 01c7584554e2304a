import type { Exercise } from '../../../exercises/exercise-file.js'
import type { InjectOf } from '../../../exercises/schema/injects.js'
import type { ExerciseChoice, ExerciseForm } from '../../../integrations/slack/exercise-desk.js'
import type { ExercisePart, InjectNews } from '../../../integrations/slack/exercise-post.js'
import { newsOfRun } from './news-of-run.js'
import type { SlackRun } from './slack-run.js'

/** What somebody may say that they would do. The same for every pressure: a list of what is expected would tell the answer. */
const pressureChoices = (mode: Exercise['mode']): readonly ExerciseChoice[] => [
  mode === 'discuss'
    ? { value: 'answer', text: 'Only answer', description: 'What you choose below counts as done.' }
    : { value: 'answer', text: 'Only answer', description: 'What is decided, is decided on the card.' },
  { value: 'approve', text: 'Approve the block' },
  { value: 'deny', text: 'Deny the block' },
  { value: 'wait', text: 'Wait' },
  { value: 'escalate', text: 'Escalate' },
  { value: 'askOwner', text: 'Ask the owner' },
]

/** The form in which an inject is answered; null: there is nothing to answer. */
export function answerForm(run: SlackRun, inject: string, roles: readonly ExercisePart[]): ExerciseForm | null {
  const news = playedInject(run, inject)
  if (news === null || (news.injectKind !== 'question' && news.injectKind !== 'pressure')) return null
  const says = news.from === null ? '' : `${news.from}: `
  return {
    kind: 'answer',
    run: run.id,
    inject,
    title: news.title,
    about: news.text === null ? [] : [`${says}“${news.text}”`],
    until: news.until,
    roles: roleChoices(roles),
    choices: news.injectKind === 'pressure' ? pressureChoices(run.exercise.mode) : [],
  }
}

export function askForm(run: SlackRun, roles: readonly ExercisePart[]): ExerciseForm {
  return {
    kind: 'ask',
    run: run.id,
    inject: null,
    title: null,
    about: [],
    until: null,
    roles: roleChoices(roles),
    choices: [],
  }
}

/** Everything that the facilitator can do now, with what the file notes for them alone. */
export function leadForm(run: SlackRun): ExerciseForm {
  const { exercise, time } = run
  const played = new Set(playedIds(run))
  const notes = exercise.injects.flatMap(({ id, title, notes: noted }) =>
    noted !== undefined && played.has(id) ? [run.filled(`${title}: ${noted}`)] : [],
  )
  return {
    kind: 'lead',
    run: run.id,
    inject: null,
    title: `${exercise.title}, ${time.sinceStart(run.nowMs())}`,
    about: ['Only you see this.', ...notes, ...answersGiven(run)],
    until: null,
    roles: [],
    choices: [
      ...waitingInjects(run).map(({ id, title }) => ({ value: `inject:${id}`, text: run.filled(`Play: ${title}`) })),
      ...hiddenSteps(run).map(({ id, text }) => ({ value: `reveal:${id}`, text: run.filled(`Reveal: ${text}`) })),
      ...judgements(run),
      { value: 'end', text: 'End the exercise' },
    ],
  }
}

/** Injects that are the facilitator's to play, and are not played. */
export function waitingInjects(run: SlackRun): Exercise['injects'] {
  const played = new Set(playedIds(run))
  return run.exercise.injects.filter(({ id, manual }) => manual === true && !played.has(id))
}

/** What the last answer to each question made or did not make of its rubric, to be said otherwise. */
function judgements({ events, exercise }: SlackRun): ExerciseChoice[] {
  return exercise.injects.flatMap((inject) => {
    const last = events.findLast((event) => event.kind === 'ANSWER' && event.inject === inject.id)
    if (inject.kind !== 'question' || last?.kind !== 'ANSWER') return []
    return rubricOf(inject).map(({ point }, index) => {
      const isMade = last.made.includes(index)
      return {
        value: `judge:${inject.id}:${index}:${isMade ? 'no' : 'yes'}`,
        text: `${isMade ? 'Does not count' : 'Counts after all'}: ${point}`,
        description: inject.title,
      }
    })
  })
}

/** What was answered to each question last, with the points that nobody else is told before the end. */
function answersGiven({ events, exercise }: SlackRun): string[] {
  return exercise.injects.flatMap(({ id, title }) => {
    const last = events.findLast((event) => event.kind === 'ANSWER' && event.inject === id)
    if (last?.kind !== 'ANSWER') return []
    return [`${title} ${last.by}: “${last.text}” (${last.points} of ${last.outOf} points)`]
  })
}

function rubricOf({ rubric }: InjectOf<'question'>) {
  return rubric ?? []
}

function hiddenSteps({ events, exercise }: SlackRun) {
  const known = new Set(events.flatMap((event) => (event.kind === 'REVEALED' ? [event.step] : [])))
  const begun = new Set(events.flatMap((event) => (event.kind === 'ATTACK' ? [event.step] : [])))
  // A step without a time happened before the exercise.
  const isPast = ({ id, at, after, manual }: NonNullable<Exercise['attack']>['steps'][number]) =>
    begun.has(id) || (at === undefined && after === undefined && manual === undefined)
  return (exercise.attack?.steps ?? []).filter((step) => step.hidden && !known.has(step.id) && isPast(step))
}

function playedIds({ events }: SlackRun): string[] {
  return events.flatMap((event) => (event.kind === 'INJECT' ? [event.inject] : []))
}

function playedInject({ events, time }: SlackRun, inject: string): InjectNews | null {
  const found = newsOfRun(events, time).find((news) => news.kind === 'inject' && news.inject === inject)
  return found?.kind === 'inject' ? found : null
}

function roleChoices(roles: readonly ExercisePart[]): ExerciseChoice[] {
  return roles.map(({ role, name }) => ({ value: role, text: name }))
}
