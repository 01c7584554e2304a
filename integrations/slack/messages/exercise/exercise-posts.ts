import { assertNever } from '../../../../src/domain/assert-never.js'
import type { ExerciseHead, ExerciseNews, ExerciseScene, PlainNews } from '../../exercise-post.js'
import type { SlackPost } from '../../incident-card.js'
import { section } from '../fit/parts.js'
import { type Draft, finishDraft } from '../posts/post.js'
import { bold, mrkdwn, sentence } from '../text/mrkdwn.js'
import { endDraft } from './end-post.js'
import { headDraft } from './head-post.js'
import { injectDraft } from './inject-post.js'
import { byWords } from './who.js'

/** Said of every message, before all else. */
const BANNER = 'EXERCISE'

/** Every message of a run as it should stand now: the headline, then its thread as things happened. Pure. */
export function exercisePosts(scene: ExerciseScene, head: ExerciseHead, news: readonly ExerciseNews[]): SlackPost[] {
  const drafts = [headDraft(scene, head), ...news.map((one) => draftOf(scene, one))]
  return drafts.map((draft) => finishDraft(BANNER, draft))
}

function draftOf(scene: ExerciseScene, news: ExerciseNews): Omit<Draft, 'at'> {
  switch (news.kind) {
    case 'inject':
      return injectDraft(scene, news)
    case 'plain':
      return plainDraft(scene, news)
    case 'end':
      return endDraft(news)
    default:
      return assertNever(news, 'news')
  }
}

function plainDraft(scene: ExerciseScene, { slot, at, title, by, text, answer }: PlainNews): Omit<Draft, 'at'> {
  const who = by === null ? mrkdwn`` : mrkdwn`${byWords(scene, by)}: `
  const words = mrkdwn`${who}${sentence(text, 1_500)}`
  return {
    slot,
    place: 'thread',
    text: mrkdwn`${title}. ${sentence(text, 200)}`,
    parts: [
      section(mrkdwn`${bold(mrkdwn`${title}`)} · ${at}\n${words}`),
      ...(answer === null ? [] : [section(mrkdwn`${bold('It came to light:')} ${sentence(answer, 1_500)}`)]),
    ],
  }
}
