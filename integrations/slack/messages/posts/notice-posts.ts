import type { NoticeTopic } from '../../../../src/domain/effect.js'
import type { Told } from '../../../../src/report/talk.js'
import type { IncidentCard } from '../../incident-card.js'
import { section } from '../fit/parts.js'
import { joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { person } from '../text/people-and-times.js'
import { targetOf } from '../words/target.js'
import type { Draft } from './post.js'

/** What it means and what to do, for what no other message says. */
interface Wording {
  readonly title: string
  readonly next: Mrkdwn
}

/**
 * `null`: a message of its own says it already (the card, the verification, the restore, the report), and a thread in which
 * everything stands twice is not read.
 */
const wordings: Record<NoticeTopic, Wording | null> = {
  refused: null,
  denied: null,
  contained: null,
  restored: null,
  closed: null,
  heldDown: null,
  reminder: {
    title: 'Still waiting for a decision',
    next: mrkdwn`Decide on the card in this thread before it expires.`,
  },
  escalated: { title: 'Nobody decided in time', next: mrkdwn`A second circle is asked as well: decide on the card.` },
  preAuthorised: {
    title: 'Blocked without asking: the configuration approved it beforehand',
    next: mrkdwn`Look at it now. The first message of this thread has the plan and, once the block stands, the way to give access back.`,
  },
  expired: { title: 'The question came to nothing', next: mrkdwn`The block stays as it is. Ask anew to go on.` },
  notWidened: {
    title: 'No wider block is possible',
    next: mrkdwn`The block stays as it is. The reason says what else would keep them out.`,
  },
  tampered: { title: 'The block was taken off or changed', next: mrkdwn`It is being put back. Find out who did it.` },
  suspects: {
    title: 'New acts against the block, or possible ways back in',
    next: mrkdwn`Look at the list in this thread and decide about each.`,
  },
  needsHuman: {
    title: 'A person has to act',
    next: mrkdwn`Press Retry or Close on the first message of this thread, or restore.`,
  },
  unresolved: {
    title: 'Nobody knows whom this is about',
    next: mrkdwn`Find it out, and press "Name the principal" on the first message of this thread. Nothing is guessed.`,
  },
  unconfirmed: {
    title: 'The finding could have been forged',
    next: mrkdwn`Look whether it is true. Who is sure presses "Vouch" on the first message of this thread; others then decide.`,
  },
  held: {
    title: 'A brake holds the write back',
    next: mrkdwn`Nothing is written until an operator lifts it: see \`tourniquet doctor\`.`,
  },
}

/**
 * News that nobody may miss, each a message of its own since an edit tells nobody. Only the newest of its kind is ever posted
 * anew: after a night without Slack people get one reminder, not twelve.
 */
export function noticePosts(card: IncidentCard): Draft[] {
  const { notices, open } = card.report
  return notices.flatMap((told) => {
    const wording = wordings[told.topic]
    if (wording === null) return []
    const isNewest = notices.findLast(({ topic }) => topic === told.topic) === told
    return [noticePost(card, told, wording, !(open && isNewest))]
  })
}

function noticePost(card: IncidentCard, told: Told, { title, next }: Wording, editOnly: boolean): Draft {
  const { seq, at, reason } = told
  const target = targetOf(card.report)
  const because = reason === '' ? mrkdwn`` : mrkdwn`\n${sentence(reason, 800)}`
  return {
    slot: `notice:${seq}`,
    place: 'thread',
    at,
    text: mrkdwn`${title}: ${target}. ${sentence(reason, 150)}`,
    parts: [section(mrkdwn`*${title}*${because}\n*Next:* ${next}${editOnly ? mrkdwn`` : calledFor(card)}`)],
    editOnly,
  }
}

/** Who can act on it: those whose answer counts, else the approvers. */
function calledFor({ question, approvers, slackIds }: IncidentCard): Mrkdwn {
  const names = question === null ? (approvers ?? []) : question.mayApprove
  if (names.length === 0) return mrkdwn``
  const people = joined(
    names.map((name) => person(name, slackIds)),
    ' ',
  )
  return mrkdwn`\n${people}`
}
