import type { Log } from '../../../src/engine/engine.js'
import type { ChatPostStore } from '../../../src/incidents/chat-posts.js'
import type { Clock } from '../../../src/ports.js'
import type { IncidentCard, SignClick, SlackPost } from '../incident-card.js'
import type { SlackApi } from '../slack-api.js'
import type { SlackPace } from './slack-pace.js'

/** What one realm's view of its incidents is kept with. */
export interface SlackViewParts {
  readonly store: ChatPostStore
  readonly api: Pick<SlackApi, 'post' | 'update'>
  /** Read after the claim; null: there is no such incident. Throws what keeps it from being shown. */
  readonly loadCard: (incidentId: string) => Promise<IncidentCard | null>
  readonly postsOf: (
    card: IncidentCard,
    to: { readonly sign: SignClick; readonly channel: string },
  ) => readonly SlackPost[]
  readonly sign: SignClick
  readonly channel: string
  readonly clock: Clock
  /** Who holds claims: another one for each view and each start of a process. */
  readonly holder: string
  readonly log: Log
  /** One for all views that write to the same channel; absent: this view's own. */
  readonly pace?: SlackPace
  readonly timing?: Partial<SlackViewTiming>
}

export interface SlackViewTiming {
  /** How often the database is asked whether something is stale, where nobody nudges. */
  readonly lookMs: number
  /** Nudges that come closer together share a look. */
  readonly gatherMs: number
  /** How long a claim is held, and so how long an incident waits after its holder died. */
  readonly leaseMs: number
  /** The longest that a call of Slack takes, with what it takes to record its answer: later than that before the lease ends nothing is sent. */
  readonly callMs: number
  /** The longest that `stop` waits for the message in hand. */
  readonly stopMs: number
}

export const usualTiming: SlackViewTiming = {
  lookMs: 1_000,
  gatherMs: 50,
  leaseMs: 30_000,
  callMs: 15_000,
  stopMs: 2_000,
}
