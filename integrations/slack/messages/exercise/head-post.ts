import type { ExerciseHead, ExercisePart, ExerciseScene } from '../../exercise-post.js'
import { actions, context, header, type Part, section } from '../fit/parts.js'
import type { Draft } from '../posts/post.js'
import { bold, code, type Mrkdwn, mention, mrkdwn, sentence } from '../text/mrkdwn.js'
import { ago, localTime } from '../text/people-and-times.js'
import { exerciseButton } from '../views/exercise-blocks.js'
import { bullets } from '../words/lists.js'
import { stateTitle } from '../words/states.js'
import { toWords } from './who.js'

const MOST_OPEN = 6

/** The one message of a run in the channel: what is played, by whom, and where it stands. All else is in its thread. */
export function headDraft(scene: ExerciseScene, head: ExerciseHead): Omit<Draft, 'at'> {
  const { title, summary, classification, minutes, run, parts } = scene
  const { isOver, at } = head
  return {
    slot: 'headline',
    place: 'headline',
    text: isOver
      ? mrkdwn`${sentence(title, 200)} is over, at ${at}.`
      : mrkdwn`${sentence(title, 200)}. ${minutes} minutes, and nothing of it reaches a live account.`,
    parts: [
      header(`EXERCISE · ${title}`),
      section(mrkdwn`${sentence(summary, 1_500)}`),
      section(mrkdwn`${bold('Nothing here reaches a live account.')} ${whatItIs[scene.mode]}`),
      section(mrkdwn`${bold('Who plays what')}\n${bullets(parts.map(castWords), parts.length)}`),
      section(standWords(scene, head)),
      ...openParts(scene, head),
      ...(isOver ? [] : actions(exerciseButton('ask', run))),
      context(
        mrkdwn`${classification} · ${minutes} minutes · ${code(run)} · what comes in is in the thread · \`/tourniquet exercise\` says where it stands`,
      ),
    ],
  }
}

const whatItIs: Readonly<Record<ExerciseScene['mode'], string>> = {
  rehearse: 'The cards are those that you have in earnest; the account is simulated.',
  discuss: 'It is talked through here: the playbook rests, and there are no cards.',
}

function castWords({ name, does, slackId }: ExercisePart): Mrkdwn {
  const who = slackId === null ? mrkdwn`played by the script of the file` : mention(slackId)
  return mrkdwn`${bold(sentence(name, 200))}: ${who}, ${sentence(does, 300)}`
}

function standWords({ mode, startedAt, timeScale }: ExerciseScene, { at, state, isOver }: ExerciseHead): Mrkdwn {
  const pace = timeScale === 1 ? mrkdwn`` : mrkdwn`, ${timeScale} times as fast as a clock`
  const stands = state === null ? mrkdwn`no incident yet` : mrkdwn`incident: ${stateTitle(state)}`
  const incident = mode === 'discuss' ? mrkdwn`` : mrkdwn` · ${stands}`
  if (isOver) return mrkdwn`${bold(`Over at ${at}`)}${incident}`
  return mrkdwn`${bold(`Since ${at}`)}${incident} · T+0 was ${localTime(startedAt)} (${ago(startedAt)})${pace}`
}

function openParts(scene: ExerciseScene, { open, isOver }: ExerciseHead): Part[] {
  if (isOver || open.length === 0) return []
  const lines = open.map(({ title, to, until }) => {
    const deadline = until === null ? mrkdwn`` : mrkdwn`, until ${localTime(until)}`
    return mrkdwn`${sentence(title, 200)}, for ${toWords(scene, to)}${deadline}`
  })
  return [section(mrkdwn`${bold('Waits for people')}\n${bullets(lines, MOST_OPEN)}`)]
}
