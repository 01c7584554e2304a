import { assertNever } from '../../../../src/domain/assert-never.js'
import type { Plan } from '../../../../src/domain/plan.js'
import type { PastQuestion } from '../../../../src/report/talk.js'
import type { IncidentCard } from '../../incident-card.js'
import { context, type Part, section } from '../fit/parts.js'
import { code, joined, type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { shortDigest } from '../words/digests.js'
import { bullets } from '../words/lists.js'
import { writeWords } from '../words/plan-words.js'
import { accountOf } from '../words/target.js'
import { voteLines } from '../words/vote-words.js'

type Over = PastQuestion['fate']['kind']

const blockTitles: Record<Over, string> = {
  open: 'Being decided: block of',
  approved: 'Approved: block',
  denied: 'Denied: no block of',
  expired: 'Expired: nobody decided on the block of',
  void: 'Void: the question about',
}
/** A block of one session stands, whatever becomes of the question. */
const widerTitles: Record<Over, string> = {
  open: 'Being decided: wider block of',
  approved: 'Approved: wider block of',
  denied: 'Denied: no wider block of',
  expired: 'Expired: nobody decided on the wider block of',
  void: 'Void: the question about a wider block of',
}
const restoreTitles: Record<Over, string> = {
  open: 'Being decided: restore of',
  approved: 'Approved: give access back to',
  denied: 'Denied: the block stays on',
  expired: 'Expired: nobody decided on the restore of',
  void: 'Void: the restore question about',
}

export function fateTitle({ question, fate, isWider = false }: PastQuestion, target: string): string {
  const blocks = isWider ? widerTitles : blockTitles
  return `${(question === 'contain' ? blocks : restoreTitles)[fate.kind]} ${target}`
}

/** What became of a question: who decided, when and why, what that means, and on what exactly. */
export function decidedParts(card: IncidentCard, past: PastQuestion, plan: Plan | null): Part[] {
  const { report, accountName } = card
  const quorum = Math.max(plan?.approval.quorum ?? 1, past.votes.length)
  const decision = joined([...voteLines(past, quorum), ...fateLines(past)], '\n')
  const writes = plan === null ? [] : plan.writes.map((write) => writeWords(plan, write))
  return [
    ...(decision.toString() === '' ? [] : [section(decision)]),
    ...(writes.length === 0 ? [] : [section(mrkdwn`*It was about*\n${bullets(writes, 4)}`)]),
    context(
      mrkdwn`plan ${code(shortDigest(past.planDigest))} · account ${accountOf(report, accountName)} · asked ${utcTime(past.askedAt, null)}`,
    ),
  ]
}

function fateLines({ question, fate, askedAt, isWider = false }: PastQuestion): Mrkdwn[] {
  const isBlock = question === 'contain'
  switch (fate.kind) {
    case 'open':
      return []
    case 'approved':
      return [
        mrkdwn`${isBlock ? 'So the block may be written' : 'So access may be given back'}: the thread tells what came of it.`,
      ]
    case 'denied':
      return [
        mrkdwn`*Denied by ${fate.who}* ${utcTime(fate.at, askedAt)} - reason: ${sentence(fate.reason, 400)}`,
        mrkdwn`${isBlock && !isWider ? 'Nothing was written: access stays.' : 'Nothing was changed: the block stays.'}`,
      ]
    case 'expired':
      return [
        mrkdwn`*Nobody decided in time* (${utcTime(fate.at, askedAt)}). Silence approves nothing: ${isBlock && !isWider ? 'no block was written' : 'the block stays'}.`,
      ]
    case 'void':
      return [
        mrkdwn`*No longer valid* since ${utcTime(fate.at, askedAt)}: ${sentence(fate.why, 400)}`,
        mrkdwn`Votes for it do not count. If people are asked again, there is a new card.`,
      ]
    default:
      return assertNever(fate, 'fate of a question')
  }
}
