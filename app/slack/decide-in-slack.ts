import type { Click } from '../../integrations/slack/incident-card.js'
import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { assertNever } from '../../src/domain/assert-never.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { type Decided, decide } from '../../src/incidents/decide.js'
import { type DeskSettings, done, notShown, placeOf, refused } from './desk-settings.js'

const MAX_REASON_CHARACTERS = 2_000

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
  if (place === null) return notShown(incidentId)
  if (place.channel !== channel || (who.channelId !== null && who.channelId !== channel)) {
    return refused('This card counts only in the channel that it was posted to.')
  }
  const { name, rules, barred } = await settings.people.identify(who)
  const by = name
  const decided = await decide(place.runtime.engine, barred === null ? rules : without(rules, name), incidentId, {
    question,
    decision,
    planDigest,
    reason: cleanText(reason.slice(0, MAX_REASON_CHARACTERS)),
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

/** The rules, with this person in no role: the use case then refuses, and its record says whom. */
export function without(rules: ApprovalRules, name: string): ApprovalRules {
  const drop = (names: readonly string[] = []) => names.filter((each) => each !== name)
  const question = (of: ApprovalRules['contain']) => ({
    ...of,
    approvers: drop(of.approvers),
    escalateTo: drop(of.escalateTo),
  })
  return {
    ...rules,
    contain: question(rules.contain),
    restore: question(rules.restore),
    operators: drop(rules.operators),
    viewers: drop(rules.viewers),
  }
}
