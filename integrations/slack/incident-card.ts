import type { Block, KnownBlock } from '@slack/types'
import type { ContainPlan } from '../../src/domain/plan.js'
import type { QuestionView } from '../../src/incidents/question-view.js'
import type { IncidentReport } from '../../src/report/incident-report.js'

/** Everything that Slack shows of one incident, read from its record. Texts in it are as they came from outside: not escaped. */
export interface IncidentCard {
  readonly report: IncidentReport
  /** The question that people are asked now; null: none. */
  readonly question: QuestionView | null
  /** The plan of a block that people are asked about, as it is filed; null or left out: none, or it is gone. */
  readonly askedPlan?: ContainPlan | null
  /** What people call the account; '' where they do not. */
  readonly accountName: string
  /** Where the incident is shown in a browser; null where there is no such address. */
  readonly consoleUrl: string | null
  /** Slack ids of people by their name in the configuration: who is asked is mentioned. */
  readonly slackIds: ReadonlyMap<string, string>
  /** Who decides about blocks, by name: news that cannot wait and is no question mentions them. Left out: nobody is. */
  readonly approvers?: readonly string[]
  /** Somebody is known who may be behind the accused session and can be asked. */
  readonly hasOwner: boolean
}

/** A message as it should stand: the first time it is posted, then edited where its content changes. */
export interface SlackPost {
  readonly slot: string
  /** `headline` is the message in the channel; `thread` answers it; `broadcast` answers it and shows in the channel too. */
  readonly place: 'headline' | 'thread' | 'broadcast'
  /** What notifications and screen readers say. Never empty. */
  readonly text: string
  readonly blocks: readonly (KnownBlock | Block)[]
  /** Posted only where a message of this slot already stands: an obsolete card is edited, never posted anew. */
  readonly editOnly: boolean
}

/** What a button is about; signed into its value. */
export interface Click {
  readonly incidentId: string
  readonly question: 'contain' | 'restore'
  readonly decision: 'approve' | 'deny'
  readonly planDigest: string
  /** ISO 8601. */
  readonly expiresAt: string
  /** The only channel in which it counts. */
  readonly channel: string
  /** What people call the target: shown in the modal. */
  readonly target: string
}

/** Signs what a button is about into its value, at most 2,000 characters. The same click gives the same value. */
export type SignClick = (click: Click) => string

/** What the owner's two buttons are about; signed into their value. Which of the two was pressed, its name says. */
export interface OwnerClick {
  readonly incidentId: string
  /** Slack's id of the only person whose answer counts. */
  readonly ownerId: string
  /** ISO 8601. */
  readonly expiresAt: string
}

/** Signs what the owner is asked into the value of both buttons. The same click gives the same value. */
export type SignOwnerClick = (click: OwnerClick) => string
