import type { IncidentCard } from '../../incident-card.js'
import { section } from '../fit/parts.js'
import { type Mrkdwn, mrkdwn } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'
import { targetOf } from '../words/target.js'
import type { Draft } from './post.js'

/** What the owner was asked and said. The answer is a message of its own: whoever is deciding must not miss it. */
export function ownerPosts({ report }: IncidentCard): Draft[] {
  return report.ownerAnswers.map(({ seq, at, owner, askedBy, wasMe }) => {
    const asked = wasMe === null
    const what = asked ? askedWords(owner, askedBy) : answerWords(owner, wasMe)
    return {
      slot: `${asked ? 'owner-asked' : 'owner'}:${seq}`,
      place: 'thread',
      at,
      text: mrkdwn`${targetOf(report)}: ${what}`,
      parts: [section(mrkdwn`*Owner* ${utcTime(at, report.path[0]?.at ?? null)} ${what}`)],
    }
  })
}

function askedWords(owner: string, askedBy: string | null): Mrkdwn {
  const by = askedBy === null ? mrkdwn`` : mrkdwn` by ${askedBy}`
  return mrkdwn`${owner} was asked "was this you?"${by}. The answer comes as a message of its own.`
}

function answerWords(owner: string, wasMe: boolean): Mrkdwn {
  return wasMe
    ? mrkdwn`${owner} says: *yes, it was me.* That is evidence and approves nothing: a stolen laptop answers too.`
    : mrkdwn`${owner} says: *no, it was not me.* That is evidence: the decision is still the approvers'.`
}
