import type { SignOwnerClick } from '../../integrations/slack/incident-card.js'
import { ownerQuestion } from '../../integrations/slack/messages/owner-question.js'
import { type SlackApi, SlackCallError } from '../../integrations/slack/slack-api.js'
import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { answerOwner } from '../../src/incidents/answer-owner.js'
import { askOwner } from '../../src/incidents/ask-owner.js'
import type { Clock } from '../../src/ports.js'
import { type DeskSettings, done, notShown, placeOf, refused } from './desk-settings.js'
import { loadCard } from './load-card.js'
import { rulesFor } from './rules-for.js'

/** People sleep; an answer of tomorrow is still evidence. */
const ANSWERED_WITHIN_MS = 24 * 60 * 60_000

export interface OwnerTools {
  readonly api: Pick<SlackApi, 'directMessage'>
  readonly signOwner: SignOwnerClick
  readonly clock: Pick<Clock, 'now'>
}

/** Asks the person behind the session "was this you?". On the record before the message goes out; it may then be asked again. */
export async function askOwnerInSlack(
  settings: DeskSettings,
  { api, signOwner, clock }: OwnerTools,
  who: SlackActor,
  incidentId: string,
): Promise<DeskAnswer> {
  const place = await placeOf(settings, incidentId)
  const card = place === null ? null : await loadCard(place.runtime, incidentId, settings.cards)
  if (place === null || card === null) return notShown(incidentId)
  const owner = await settings.cards.owners.find(card.report.principal)
  if (owner === null) return refused('Nobody in Slack is known to be behind this session: slack.owners can name them.')
  const identified = await settings.people.identify(who, 'askOwner')
  const asked = await askOwner(place.runtime.engine, rulesFor(identified), incidentId, {
    by: identified.name,
    owner: owner.kind === 'member' ? settings.people.nameOf({ userId: owner.slackId }) : owner.role,
  })
  place.nudge()
  if (asked.status === 'refused') return refused(identified.barred ?? asked.reason)
  if (owner.kind === 'script') return done(playedByScript(owner.name))
  const { slackId: ownerId } = owner
  const expiresAt = new Date(clock.now().getTime() + ANSWERED_WITHIN_MS).toISOString()
  try {
    await api.directMessage(ownerId, ownerQuestion(card, { incidentId, ownerId, expiresAt }, signOwner))
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    return refused(`Slack did not deliver the question (${error.code}). Ask the person yourself, and add a note.`)
  }
  return done('Asked, in a direct message. The answer will stand in the thread.')
}

function playedByScript(name: string): string {
  return `Asked, on the record: ${name} is played by the script of this exercise. What the script says to it, if anything, comes to the thread by itself.`
}

/** What the person says. It is evidence and decides nothing. */
export async function ownerAnsweredInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { incidentId, ownerId, wasMe }: { readonly incidentId: string; readonly ownerId: string; readonly wasMe: boolean },
): Promise<DeskAnswer> {
  const place = await placeOf(settings, incidentId)
  if (place === null) return refused('The incident is not shown in Slack any more. Tell the people who handle it.')
  const by = settings.people.nameOf(who)
  const owner = settings.people.nameOf({ userId: ownerId })
  const answered = await answerOwner(place.runtime.engine, incidentId, { by, owner, wasMe })
  place.nudge()
  if (answered.status === 'refused') return refused(answered.reason)
  const thanks = wasMe
    ? 'Thank you. It is on the record that it was you; the people who handle it decide what follows.'
    : 'Thank you. It is on the record that it was not you. Change your password, and tell them what you know.'
  return done(answered.open ? thanks : `${thanks} The incident was over already: tell them directly.`)
}
