/** Draws the pictures of an exercise in Slack, from a run: node scripts/run-ts.mjs test/support/slack/draw-exercise-pictures.ts docs/pictures */
import { endOfRun } from '../../../app/exercise/slack/end-of-run.js'
import { answerForm, leadForm } from '../../../app/exercise/slack/forms-of-run.js'
import { headOfRun, newsOfRun } from '../../../app/exercise/slack/news-of-run.js'
import { overviewOf } from '../../../app/exercise/slack/overview-of-run.js'
import { SlackRun } from '../../../app/exercise/slack/slack-run.js'
import type { RunEvent } from '../../../exercises/run-event.js'
import { scoreRun } from '../../../exercises/score.js'
import { exercisePosts } from '../../../integrations/slack/messages/exercise/exercise-posts.js'
import { slackBuilders } from '../../../integrations/slack/messages/slack-builders.js'
import { played } from '../exercises/played.js'
import { starterExercise } from '../exercises/starter.js'
import { drawMessage, drawModal } from './draw-blocks.js'
import { drawPages } from './draw-pages.js'

const exercise = starterExercise()
const record = await played(exercise, 'good')
const cast = new Map([
  ['facilitator', 'U0KIM0001'],
  ['responder', 'U0RAJ0001'],
  ['approver', 'U0ANA0001'],
])

/** The run up to and with the first event of which this is so. */
function runUntil(isLast: (event: RunEvent) => boolean): SlackRun {
  const run = new SlackRun({ exercise, cast, timeScale: 1 })
  const end = record.events.findIndex(isLast)
  const events = record.events.slice(0, end === -1 ? undefined : end + 1)
  run.begin(record.startedAt)
  run.sit({ nowMs: () => events.at(-1)?.atMs ?? 0, play: () => {} })
  for (const event of events) run.note(event)
  return run
}

function messages(run: SlackRun, isOver = false) {
  const { events, time } = run
  const end = isOver
    ? [
        {
          ...endOfRun(scoreRun(exercise, record), { exercise, record }, time),
          report: 'tourniquet-exercises/runs/starter-instance-credentials/1-report.md',
        },
      ]
    : []
  return exercisePosts(run.scene(), headOfRun(events, time, isOver), [...newsOfRun(events, time), ...end])
}

function message(run: SlackRun, slot: string, isOver = false): string {
  const found = messages(run, isOver).find((one) => one.slot.startsWith(slot))
  if (found === undefined) throw new Error(`There is no message ${slot}.`)
  return drawMessage({ ...found, inThread: found.place !== 'headline' })
}

function given<Value>(value: Value | null): Value {
  if (value === null) throw new Error('There is no such form.')
  return value
}

const pressed = runUntil((event) => event.kind === 'INJECT' && event.inject === 'shop')
const answered = runUntil((event) => event.kind === 'INJECT_ENDED' && event.inject === 'shop')
const over = runUntil(() => false)
const approver = pressed.rolesOf('U0ANA0001')

drawPages(
  {
    'exercise-slack-headline': message(pressed, 'headline'),
    'exercise-slack-asked': message(pressed, 'asked:'),
    'exercise-slack-pressure': message(pressed, 'inject:shop'),
    'exercise-slack-answer-modal': drawModal(slackBuilders.exerciseModal(given(answerForm(pressed, 'shop', approver)))),
    'exercise-slack-answered': message(answered, 'inject:shop'),
    'exercise-slack-status': drawMessage({
      blocks: slackBuilders.exerciseBlocks(overviewOf(pressed, pressed.rolesOf('U0KIM0001'))),
    }),
    'exercise-slack-lead-modal': drawModal(slackBuilders.exerciseModal(leadForm(over))),
    'exercise-slack-end': message(over, 'end', true),
  },
  process.argv[2] ?? 'docs/pictures',
)
