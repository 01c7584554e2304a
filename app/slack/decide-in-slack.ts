import type { Click } from '../../integrations/slack/incident-card.js'
import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { assertNever } from '../../src/domain/assert-never.js'
import { verbOf } from '../../src/incidents/authorise.js'
import { type Decided, decide } from '../../src/incidents/decide.js'
import { type DeskSettings, done, noteClick, notShown, placeOf, reasonFrom, refused } from './desk-settings.js'
import { rulesFor } from './rules-for.js'

/**
 * A decision by click. The use case decides as for every other way in, and records what it refuses; Slack only adds reasons
 * to refuse: another channel than the one the card stands in, and whoever is barred.
 */
export async function decideInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { incidentId, question, decision, planDigest, channel }: Click,
  reason: string,
): Promise<DeskAnswer> {
  const place = await placeOf(settings, incidentId)
  if (place === null) {
    noteClick(settings, who, `a decision on ${incidentId}, which is not shown in Slack`)
    return notShown(incidentId)
  }
  if (place.channel !== channel || (who.channelId !== null && who.channelId !== channel)) {
    noteClick(settings, who, `a decision on ${incidentId} by a card of the channel ${channel}`)
    return refused('This card counts only in the channel that it was posted to.')
  }
  const identified = await settings.people.identify(who, verbOf(question, decision))
  const { name: by, barred } = identified
  const decided = await decide(place.runtime.engine, rulesFor(identified), incidentId, {
    question,
    decision,
    planDigest,
    reason: reasonFrom(reason),
    by,
  })
  place.nudge()
  if (barred !== null && decided.status === 'refused') return refused(barred)
  return answerOf(decided, decision)
}

function answerOf(decided: Decided, decision: Click['decision']): DeskAnswer {
  switch (decided.status) {
    case 'decided':
      return done(decision === 'approve' ? 'Approved. It is being carried out now.' : 'Denied. Nothing is changed.')
    case 'counted':
      return done(`Your approval counts: ${decided.approvals} of ${decided.quorum}. Others are needed.`)
    case 'refused':
      return refused(decided.reason)
    default:
      return assertNever(decided, 'decision')
  }
}
