import { showDuration } from '../../../exercises/duration.js'
import { FACILITATOR } from '../../../exercises/moves.js'
import type { ExerciseOverview } from '../../../integrations/slack/exercise-desk.js'
import type { ExercisePart } from '../../../integrations/slack/exercise-post.js'
import { inWords } from '../../../src/engine/in-words.js'
import { waitingInjects } from './forms-of-run.js'
import { headOfRun } from './news-of-run.js'
import type { SlackRun } from './slack-run.js'

/** Where a run stands, for somebody who plays in it. */
export function overviewOf(run: SlackRun, roles: readonly ExercisePart[]): ExerciseOverview {
  const { exercise, events, time, isOver, goesOn } = run
  const { state, open } = headOfRun(events, time, isOver)
  const isTalk = exercise.mode === 'discuss'
  const leads = roles.some(({ role }) => role === FACILITATOR)
  const now = time.sinceStart(run.nowMs())
  const stands = isOver ? 'It is over' : `${now} of at most ${showDuration(exercise.limits.maxDuration.ms)}`
  return {
    title: `EXERCISE · ${exercise.title}`,
    lines: [
      { words: `${stands}.${isTalk ? '' : incidentWords(state)}` },
      {
        words:
          open.length === 0
            ? `Nothing waits for people${isTalk ? '' : ' beside the cards'}.`
            : `Waits for people: ${open.map(({ title, to }) => `${title} (${namesOf(run, to)})`).join('; ')}.`,
      },
      { words: `You play ${roles.map(({ name }) => name).join(', ')}. ${castWords(run)}` },
      ...(leads ? leadLines(run) : []),
      { words: 'A question to the facilitator:', code: '/tourniquet exercise ask QUESTION' },
    ],
    run: goesOn ? run.id : null,
    forms: leads ? ['ask', 'lead'] : ['ask'],
  }
}

function incidentWords(state: string | null): string {
  return state === null ? ' There is no incident yet.' : ` The incident: ${inWords(state)}.`
}

function leadLines(run: SlackRun): ExerciseOverview['lines'] {
  const waiting = waitingInjects(run)
  return [
    {
      words:
        waiting.length === 0
          ? 'No inject waits for you.'
          : `Yours to play: ${waiting.map(({ title }) => title).join('; ')}.`,
    },
    { words: 'You lead with the button, or end it:', code: '/tourniquet exercise end WHY' },
  ]
}

function castWords(run: SlackRun): string {
  const scripted = run.parts().flatMap(({ name, slackId }) => (slackId === null ? [name] : []))
  return scripted.length === 0
    ? 'Every role is played by somebody.'
    : `The script of the file plays ${scripted.join(', ')}.`
}

function namesOf(run: SlackRun, roles: readonly string[]): string {
  if (roles.length === 0) return 'everybody'
  return run
    .parts()
    .flatMap(({ role, name }) => (roles.includes(role) ? [name] : []))
    .join(', ')
}
