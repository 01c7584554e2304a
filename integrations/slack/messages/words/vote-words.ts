import type { PastQuestion } from '../../../../src/report/talk.js'
import { type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { utcTime } from '../text/people-and-times.js'

/** `Approved by ana 10:04:06Z - reason: confirmed by the owner (1 of 2)`, one a vote. */
export function voteLines({ votes, askedAt }: PastQuestion, quorum: number): Mrkdwn[] {
  return votes.map(({ who, at, reason }, index) => {
    return mrkdwn`*Approved by ${who}* ${utcTime(at, askedAt)} - reason: ${sentence(reason, 400)} (${index + 1} of ${quorum})`
  })
}
