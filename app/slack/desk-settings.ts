import type { DeskAnswer, SlackActor } from '../../integrations/slack/slack-desk.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import type { ChatPostStore } from '../../src/incidents/chat-posts.js'
import type { OpeningSettings } from '../opening.js'
import type { Realms } from '../realms.js'
import type { RejectionNotes } from '../server/rejection-notes.js'
import type { ExerciseInPlay } from './exercise-in-play.js'
import type { CardSettings } from './load-card.js'
import type { SlackPeople } from './slack-people.js'
import type { SlackPlace } from './slack-places.js'

/** A realm in Slack, with what stands there. */
export interface ShownPlace extends SlackPlace {
  readonly posts: ChatPostStore
  /** The record has moved: show it now rather than at the next look. */
  readonly nudge: () => void
}

/** What everything that is asked from Slack works with. */
export interface DeskSettings {
  readonly realms: Realms
  readonly rules: ApprovalRules
  readonly people: SlackPeople
  readonly places: readonly ShownPlace[]
  readonly cards: CardSettings
  readonly notes: Pick<RejectionNotes, 'note'>
  /** What an incident that is opened by hand starts with. */
  readonly opening: OpeningSettings
  /** The one that is played in this process; null: none is. */
  readonly exercise: ExerciseInPlay | null
}

const MAX_REASON_CHARACTERS = 2_000

/** What somebody typed as the reason, as it goes on the record: as long as the API takes it, and no control characters. */
export function reasonFrom(typed: string): string {
  return cleanText(typed.slice(0, MAX_REASON_CHARACTERS))
}

export const done = (text: string): DeskAnswer => ({ outcome: 'done', text })
export const refused = (text: string): DeskAnswer => ({ outcome: 'refused', text })

/** Where an incident is shown; null: there is none of the id, or its realm is not shown in Slack. */
export async function placeOf({ realms, places }: DeskSettings, incidentId: string): Promise<ShownPlace | null> {
  const runtime = await realms.ofIncident(incidentId)
  return places.find((place) => place.runtime === runtime) ?? null
}

/** What no use case sees is put on the system chain, at a limited rate. */
export function noteClick({ notes }: DeskSettings, who: SlackActor, why: string): void {
  const { userId, teamId, appId, channelId } = who
  const detail = `user ${userId} of team ${teamId}, app ${appId}, channel ${channelId ?? 'none'}`
  notes.note({ source: 'slack', status: 403, why, detail, address: 'slack' })
}

export function notShown(incidentId: string): DeskAnswer {
  return refused(`There is no incident ${incidentId} that is shown in Slack. \`/tourniquet list\` has those that are.`)
}
