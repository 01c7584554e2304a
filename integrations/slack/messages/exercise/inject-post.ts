import { controls } from '../../controls.js'
import type { ExerciseSaid, ExerciseScene, InjectNews } from '../../exercise-post.js'
import { actions, button, context, type Part, section } from '../fit/parts.js'
import type { Draft } from '../posts/post.js'
import { bold, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { localTime } from '../text/people-and-times.js'
import { bullets } from '../words/lists.js'
import { byWords, toWords } from './who.js'

const kinds: Readonly<Record<InjectNews['injectKind'], string>> = {
  finding: 'Finding',
  evidence: 'Evidence',
  chat: 'Message',
  fault: 'Something breaks',
  question: 'Question',
  pressure: 'Pressure',
}

/** More than people say to one question; the report has all of it. */
const MOST_SAID = 12

/** Something that comes in from outside: who says it, to whom, until when, what was answered, and how it ended. */
export function injectDraft(scene: ExerciseScene, news: InjectNews): Omit<Draft, 'at'> {
  const { inject, injectKind, at, title, outcome, said } = news
  const kind = kinds[injectKind]
  const heading = mrkdwn`${kind} · ${sentence(title, 300)}`
  return {
    slot: `inject:${inject}`,
    place: asksPeople(news) ? 'broadcast' : 'thread',
    text: mrkdwn`${heading}, for ${toWords(scene, news.to)}.`,
    parts: [
      section(mrkdwn`${bold(heading)} · ${at}`),
      section(saidWords(scene, news)),
      ...(said.length === 0
        ? []
        : [section(bullets(said.map((one) => answerWords(scene, one)).slice(-MOST_SAID), MOST_SAID))]),
      ...(outcome === null ? untilParts(news) : [section(outcomeWords(outcome))]),
      ...(outcome === null && asksPeople(news)
        ? actions(button(controls.actions.exerciseAnswer, 'Answer...', `${scene.run}/${inject}`, 'primary'))
        : []),
    ],
  }
}

/** What people answer by a form; to all else they act, with the cards and commands that they have in earnest. */
function asksPeople({ injectKind }: InjectNews): boolean {
  return injectKind === 'question' || injectKind === 'pressure'
}

function saidWords(scene: ExerciseScene, { from, to, text }: InjectNews): Mrkdwn {
  const toWhom = text === null ? mrkdwn`For` : mrkdwn`To`
  const who = from === null ? toWhom : mrkdwn`${bold(sentence(from, 300))} to`
  const words = text === null ? mrkdwn`` : mrkdwn`: “${sentence(text, 2_200)}”`
  return mrkdwn`${who} ${toWords(scene, to)}${words}`
}

function answerWords(scene: ExerciseScene, { by, at, text, inTime }: ExerciseSaid): Mrkdwn {
  return mrkdwn`${byWords(scene, by)} at ${at}${inTime ? '' : ', too late'}: “${sentence(text, 500)}”`
}

function untilParts({ until }: InjectNews): Part[] {
  return until === null ? [] : [context(mrkdwn`There is time until ${localTime(until)}.`)]
}

function outcomeWords({ met, why }: NonNullable<InjectNews['outcome']>): Mrkdwn {
  return mrkdwn`${bold(met ? 'MET' : 'MISSED')} ${sentence(why, 600)}`
}
