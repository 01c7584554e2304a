import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { cleanText } from '../../src/domain/clean-text.js'
import { requestBlock } from '../../src/incidents/request-block.js'
import { blockRealm } from '../block-realm.js'
import { type DeskSettings, done, refused } from './desk-settings.js'

const MAX_REASON_CHARACTERS = 2_000

/** Opens an incident by hand. Nothing is blocked by it: others are asked, with evidence and a plan. */
export async function blockInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { arn, reason }: { readonly arn: string; readonly reason: string },
): Promise<DeskAnswer> {
  const { name, rules, barred } = await settings.people.identify(who)
  if (barred !== null) return refused(barred)
  const realms = settings.realms.all.map((runtime) => blockRealm(runtime, settings.opening))
  const why = cleanText(reason.slice(0, MAX_REASON_CHARACTERS))
  const requested = await requestBlock(realms, rules, { by: name, arn, reason: why, severity: null })
  if (requested.status === 'refused') return refused(requested.reason)
  for (const { nudge } of settings.places) nudge()
  const { incidentId } = requested
  return requested.status === 'opened'
    ? done(`Incident ${incidentId} is open. Evidence is gathered, then others are asked to approve the block.`)
    : done(`It joined incident ${incidentId}, which is open about the same principal.`)
}
