import { controls } from '../controls.js'
import type { IncidentCard, OwnerClick, SignOwnerClick } from '../incident-card.js'
import type { SlackMessage } from '../slack-api.js'
import { cutMrkdwn } from './fit/cut-text.js'
import { fitParts } from './fit/fit-parts.js'
import { limits } from './fit/limits.js'
import { actions, button, context, header, section } from './fit/parts.js'
import { bannerParts } from './posts/post.js'
import { code, mrkdwn } from './text/mrkdwn.js'
import { utcTime } from './text/people-and-times.js'
import { activityWords, topCallWords } from './words/evidence-words.js'
import { accountOf, targetOf } from './words/target.js'

/**
 * "Was this you?", to the person behind the session alone. It names what was seen and not what is planned: whoever took over
 * the session may have taken over the chat as well.
 */
export function ownerQuestion(
  { report, accountName }: IncidentCard,
  click: OwnerClick,
  sign: SignOwnerClick,
): Omit<SlackMessage, 'channel'> {
  const { evidence, principal, banner, incidentId } = report
  const session = principal.sessionName === undefined ? mrkdwn`` : mrkdwn`, session ${code(principal.sessionName, 80)}`
  const seen =
    evidence.status === 'known'
      ? mrkdwn`${activityWords(evidence.content, null)}\n${topCallWords(evidence.content, 4)}`
      : mrkdwn`what it did is not known yet`
  const value = sign(click)
  const { ownerYes, ownerNo } = controls.actions
  const text = mrkdwn`${banner === '' ? '' : `${banner}: `}Was this you? Activity of ${targetOf(report)} looks wrong.`
  return {
    text: cutMrkdwn(text.toString(), limits.messageText),
    blocks: fitParts([
      ...bannerParts(banner),
      header('Was this you?'),
      section(
        mrkdwn`Activity of *${targetOf(report)}*${session} in account ${accountOf(report, accountName)} looks wrong. It may carry your name.`,
      ),
      section(mrkdwn`*Seen* ${seen}`),
      ...actions(button(ownerYes, 'Yes, it was me', value), button(ownerNo, 'No, it was not me', value)),
      context(
        mrkdwn`Your answer is put on the record of ${code(incidentId)} as evidence. It approves nothing. Not sure? Answer no. Open until ${utcTime(click.expiresAt, null)}.`,
      ),
    ]),
  }
}
