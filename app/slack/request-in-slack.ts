import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { type PersonRequest, request, requestVerbs } from '../../src/incidents/request.js'
import { type DeskSettings, done, notShown, placeOf, reasonFrom, refused } from './desk-settings.js'
import { rulesFor } from './rules-for.js'

/** What people ask of an incident besides answering its question: a restore still needs its own approval, by others. */
export async function requestInSlack(
  settings: DeskSettings,
  who: SlackActor,
  { incidentId, reason, wish }: { readonly incidentId: string; readonly reason: string; readonly wish: PersonRequest },
): Promise<DeskAnswer> {
  const place = await placeOf(settings, incidentId)
  if (place === null) return notShown(incidentId)
  const identified = await settings.people.identify(who, requestVerbs[wish.ask])
  const why = reasonFrom(reason)
  const requested = await request(place.runtime.engine, rulesFor(identified), incidentId, identified.name, why, wish)
  place.nudge()
  return requested.status === 'refused' ? refused(identified.barred ?? requested.reason) : done(taken(wish))
}

function taken({ ask }: PersonRequest): string {
  if (ask === 'restore') return 'Taken. The restore is prepared now, and somebody else is asked to approve it.'
  if (ask === 'vouch') return 'Taken. The plan is prepared now, and somebody else is asked to approve the block.'
  if (ask === 'scope') return 'Taken. The plan of a wider block is prepared now, and people are asked to approve it.'
  return ask === 'retry' ? 'Taken. The incident goes on.' : 'Taken. The incident is being closed.'
}
