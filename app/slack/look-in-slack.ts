import type { IncidentCard } from '../../integrations/slack/incident-card.js'
import type { SlackApi } from '../../integrations/slack/slack-api.js'
import type { DeskAnswer, DeskIncident, SlackActor } from '../../integrations/slack/slack-desk.js'
import type { Incident } from '../../src/domain/incident.js'
import { describePrincipal } from '../../src/domain/principal.js'
import { whyHeld } from '../../src/engine/announce-holds.js'
import { type IncidentHead, UnreadableIncidentError } from '../../src/engine/incident-store.js'
import { hasVerb } from '../../src/incidents/authority.js'
import { viewQuestion } from '../../src/incidents/question-view.js'
import { type DeskSettings, notShown, placeOf, refused, type ShownPlace } from './desk-settings.js'
import { loadCard } from './load-card.js'

/** What waits less is on its way. */
const SHOWN_WITHIN_MS = 10_000
/** The list is for looking over: those that are open come first, and there is room for no more in one answer. */
const MOST_LISTED = 30

/** null: this person may look. */
function mayNotLook({ rules, people }: DeskSettings, who: SlackActor): DeskAnswer | null {
  const name = people.nameOf(who)
  if (hasVerb(rules, name, 'view')) return null
  return refused(
    `Nobody in the configuration has your Slack id, ${who.userId}: ask for it to be put beside your name (approvals, operators or viewers).`,
  )
}

/** Those that wait for this person first, however old they are, then what is open; of each the newest. */
export async function listInSlack(
  settings: DeskSettings,
  api: Pick<SlackApi, 'permalink'>,
  who: SlackActor,
): Promise<readonly DeskIncident[] | DeskAnswer> {
  const no = mayNotLook(settings, who)
  if (no !== null) return no
  const name = settings.people.nameOf(who)
  const found = await Promise.all(settings.places.map((place) => listOf(settings, place, name)))
  const rank = ({ waitsForYou, open }: Listed) => (waitsForYou ? 0 : open ? 1 : 2)
  const listed = found
    .flat()
    .sort((one, other) => rank(one) - rank(other) || Date.parse(other.openedAt) - Date.parse(one.openedAt))
    .slice(0, MOST_LISTED)
  return Promise.all(
    listed.map(async ({ place, open: _, ...incident }) => ({
      ...incident,
      permalink: await headlineLink(place, api, incident.incidentId),
    })),
  )
}

type Listed = Omit<DeskIncident, 'permalink'> & { readonly open: boolean; readonly place: ShownPlace }

async function listOf({ rules }: DeskSettings, place: ShownPlace, name: string): Promise<Listed[]> {
  const { engine, tools, accountName } = place.runtime
  const incidents = await engine.store.listIncidents()
  return incidents.map((incident: Incident | IncidentHead) => ({
    place,
    incidentId: incident.id,
    state: incident.state,
    open: incident.open,
    account: accountName === '' ? tools.realm.accountId : `${accountName} (${tools.realm.accountId})`,
    openedAt: incident.openedAt,
    isExercise: tools.realm.kind === 'exercise',
    ...('snapshot' in incident ? readOf(rules, incident, name) : notReadable),
  }))
}

/** It is parked, with a person asked: whoever looks for it must find it, whatever it was about. */
const notReadable = { principal: 'the stored incident cannot be read', blockedSince: null, waitsForYou: false } as const

function readOf(rules: DeskSettings['rules'], incident: Incident, name: string) {
  const { principal, appliedAt } = incident.snapshot.context
  return {
    principal: describePrincipal(principal),
    blockedSince: appliedAt,
    waitsForYou: viewQuestion(rules, incident, [])?.mayApprove.includes(name) ?? false,
  }
}

/** What a form says beside the id of an incident; null where this person may not look, or it cannot be read. */
export async function aboutInSlack(
  settings: DeskSettings,
  who: SlackActor,
  incidentId: string,
): Promise<string | null> {
  if (mayNotLook(settings, who) !== null) return null
  const place = await placeOf(settings, incidentId)
  const incident = place === null ? null : await readOrNone(place, incidentId)
  if (place === null || incident === null) return null
  const { accountName } = place.runtime
  return `${describePrincipal(incident.snapshot.context.principal)}${accountName === '' ? '' : ` (${accountName})`}`
}

async function readOrNone({ runtime }: ShownPlace, incidentId: string): Promise<Incident | null> {
  try {
    return await runtime.engine.store.readIncident(incidentId)
  } catch (error) {
    if (error instanceof UnreadableIncidentError) return null
    throw error
  }
}

async function headlineLink(
  { posts }: ShownPlace,
  api: Pick<SlackApi, 'permalink'>,
  incidentId: string,
): Promise<string | null> {
  const headline = (await posts.readPosts(incidentId)).find(({ slot }) => slot === 'headline')
  if (headline === undefined) return null
  // A list without links is better than no list.
  return api.permalink(headline.channel, headline.messageId).catch(() => null)
}

export async function showInSlack(
  settings: DeskSettings,
  who: SlackActor,
  incidentId: string,
): Promise<IncidentCard | DeskAnswer> {
  const no = mayNotLook(settings, who)
  if (no !== null) return no
  const place = await placeOf(settings, incidentId)
  const card = place === null ? null : await loadCard(place.runtime, incidentId, settings.cards)
  return card ?? notShown(incidentId)
}

/** Whether Tourniquet works, in a few lines. */
export async function statusInSlack(
  settings: DeskSettings,
  who: SlackActor,
): Promise<DeskAnswer & { readonly lines: readonly string[] }> {
  const no = mayNotLook(settings, who)
  if (no !== null) return { ...no, lines: [] }
  const lines = await Promise.all(settings.places.map(statusOf))
  return { outcome: 'done', text: 'Tourniquet is running.', lines: lines.flat() }
}

async function statusOf({ runtime, posts }: ShownPlace): Promise<string[]> {
  const { engine, brakes, tools } = runtime
  const incidents = await engine.store.listIncidents()
  const open = incidents.filter((each) => each.open)
  const blocks = incidents.filter((each) => 'snapshot' in each && each.snapshot.context.blockMayStand).length
  const held = await brakes.heldWrites()
  const { incidents: waiting, oldestMs } = await posts.backlog()
  const where = `${tools.realm.kind === 'exercise' ? 'EXERCISE ' : ''}${tools.realm.accountId}`
  return [
    `${where}: ${open.length} open, ${blocks} blocked, ${tools.rules.writes === 'never' ? 'writes nothing (observe)' : 'writes once approved'}`,
    ...held.map((each) => `${where}: ${whyHeld(each)}`),
    ...(waiting > 0 && (oldestMs ?? 0) >= SHOWN_WITHIN_MS
      ? [`${where}: ${waiting} of them wait to be shown here, the first for ${Math.round((oldestMs ?? 0) / 1_000)} s`]
      : []),
  ]
}
