import type { IncidentCard } from '../../incident-card.js'
import { type Mrkdwn, mrkdwn, sentence } from '../text/mrkdwn.js'
import { localTime } from '../text/people-and-times.js'

/** What somebody has to do now, in one or two sentences; that nobody has to is said as well. */
export function nextStep({ report, question }: IncidentCard): Mrkdwn {
  switch (report.state) {
    case 'investigating':
    case 'planning':
      return mrkdwn`nothing to do yet. The approvers are asked once the plan is ready.`
    case 'unresolved':
      return mrkdwn`a person has to find out whom it is about, and to name the principal. ${sentence(report.reason)}`
    case 'unconfirmed':
      return mrkdwn`a person has to find out whether the finding is true, and to vouch for it or close it. Whoever vouches cannot approve.`
    case 'awaitingWiderApproval':
      return question === null
        ? mrkdwn`nothing to do yet. The question of a wider block is being prepared.`
        : mrkdwn`decide on the card in the thread${until(question.expiresAt)}. The block stands meanwhile; to give access back, deny the wider one first.`
    case 'awaitingApproval':
    case 'awaitingRestoreApproval':
      return question === null
        ? mrkdwn`nothing to do yet. The question is being prepared.`
        : mrkdwn`decide on the card in the thread${until(question.expiresAt)}. Silence approves nothing.`
    case 'blocking':
    case 'widening':
    case 'verifying':
    case 'tampered':
    case 'restoring':
      return mrkdwn`nothing to do. The thread tells how it ends.`
    case 'contained':
      return mrkdwn`find out what happened, then give access back. The block does not expire by itself.`
    case 'needsHuman':
      return mrkdwn`a person has to act. ${sentence(report.reason)}`
    case 'restored':
      return mrkdwn`nothing to do. The account is watched a little longer for late writes of ours.`
    case 'refused':
    case 'heldDown':
      return mrkdwn`nothing was blocked. ${sentence(report.reason)}`
    case 'denied':
      return mrkdwn`nothing to do. A newer finding asks again.`
    default:
      return mrkdwn`nothing to do.`
  }
}

function until(expiresAt: string | null): Mrkdwn {
  return expiresAt === null ? mrkdwn`` : mrkdwn` (open until ${localTime(expiresAt)})`
}
