import type { IncidentCard, SlackPost } from '../incident-card.js'
import { blockPost } from './posts/block-post.js'
import { evidencePost } from './posts/evidence-post.js'
import { headline } from './posts/headline.js'
import { notePosts } from './posts/note-posts.js'
import { noticePosts } from './posts/notice-posts.js'
import { ownerPosts } from './posts/owner-posts.js'
import { type Draft, finishPost } from './posts/post.js'
import { type AskIn, questionPosts } from './posts/question-posts.js'
import { reportPost } from './posts/report-post.js'
import { restorePost } from './posts/restore-post.js'
import { escalationPost, tamperingPost } from './posts/tampering-post.js'
import { verificationPost } from './posts/verification-post.js'

/**
 * Every message of an incident as it should stand now, in posting order: the headline, then its thread as things happened. Pure:
 * the same card gives the same messages, so that what differs from what stands in Slack is what has to be sent.
 */
export function postsOf(card: IncidentCard, asking: AskIn): SlackPost[] {
  const thread = [
    ...evidencePost(card),
    ...ownerPosts(card),
    ...questionPosts(card, asking),
    ...blockPost(card),
    ...tamperingPost(card),
    ...verificationPost(card),
    ...escalationPost(card),
    ...restorePost(card),
    ...notePosts(card),
    ...noticePosts(card),
    ...reportPost(card),
  ]
  return [headline(card), ...thread.toSorted(byTime)].map((draft) => finishPost(card, draft))
}

/** A time that is none leaves a message where the list has it. */
function byTime(a: Draft, b: Draft): number {
  return Date.parse(a.at) - Date.parse(b.at) || 0
}
