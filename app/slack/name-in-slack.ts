import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { namePrincipal } from '../../src/incidents/name-principal.js'
import { type DeskSettings, done, notShown, placeOf, reasonFrom, refused } from './desk-settings.js'
import { rulesFor } from './rules-for.js'

/** What is wrong with the ARN and not with the person or the moment. */
const ABOUT_ARN: readonly string[] = ['badArn', 'notServed']

/** A person says whom an incident is about; others are then asked to approve the block. */
export async function nameInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { incidentId, arn, reason }: { readonly incidentId: string; readonly arn: string; readonly reason: string },
): Promise<DeskAnswer> {
  const place = await placeOf(settings, incidentId)
  if (place === null) return notShown(incidentId)
  const identified = await settings.people.identify(who, 'name')
  const { engine, tools } = place.runtime
  const wish = { by: identified.name, arn, reason: reasonFrom(reason) }
  const named = await namePrincipal(engine, rulesFor(identified), tools.realm, incidentId, wish)
  place.nudge()
  if (named.status === 'named') return done('Taken. Evidence is gathered, then others are asked to approve the block.')
  if (named.status === 'joined') {
    return done(
      `Incident ${named.incidentId} is open about the same principal: the finding joined it, and this one is closed.`,
    )
  }
  const answer = refused(identified.barred ?? named.reason)
  return identified.barred === null && ABOUT_ARN.includes(named.code) ? { ...answer, wrong: 'arn' } : answer
}
