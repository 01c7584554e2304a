import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { requestBlock } from '../../src/incidents/request-block.js'
import { blockRealm } from '../block-realm.js'
import { type DeskSettings, done, reasonFrom, refused } from './desk-settings.js'
import { rulesFor } from './rules-for.js'

/** Opens an incident by hand. Nothing is blocked by it: others are asked, with evidence and a plan. */
export async function blockInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { arn, reason }: { readonly arn: string; readonly reason: string },
): Promise<DeskAnswer> {
  const drill = inDrillChannel(settings, who)
  if (drill !== null) return refused(drill)
  const identified = await settings.people.identify(who, 'requestBlock')
  const { name, barred } = identified
  const realms = settings.realms.all.map((runtime) => blockRealm(runtime, settings.opening))
  const why = reasonFrom(reason)
  const requested = await requestBlock(realms, rulesFor(identified), { by: name, arn, reason: why, severity: null })
  if (requested.status === 'refused') return refused(barred ?? requested.reason)
  for (const { nudge } of settings.places) nudge()
  const { incidentId } = requested
  return requested.status === 'opened'
    ? done(`Incident ${incidentId} is open. Evidence is gathered, then others are asked to approve the block.`)
    : done(`It joined incident ${incidentId}, which is open about the same principal.`)
}

/** Whoever practises does not expect to be in earnest. null: it is not asked in the channel of exercises beside live accounts. */
function inDrillChannel({ places }: DeskSettings, { channelId }: SlackActor): string | null {
  const isDrill = ({ runtime }: (typeof places)[number]) => runtime.tools.realm.kind === 'exercise'
  const isBesideLive = places.some((place) => !isDrill(place))
  if (!isBesideLive || !places.some((place) => isDrill(place) && place.channel === channelId)) return null
  return 'This is the channel of exercises, and a block that is asked for is in earnest. Ask in the channel of the account.'
}
