import type { Block, HomeView, KnownBlock, ModalView } from '@slack/types'
import type { ExerciseForm, ExerciseOverview } from '../exercise-desk.js'
import type { Click, IncidentCard } from '../incident-card.js'
import type { DeskAnswer, DeskIncident } from '../slack-desk.js'

type Blocks = readonly (KnownBlock | Block)[]

/**
 * What the listeners show, built from what the desk answers. Of a modal the listeners set `callback_id` and
 * `private_metadata` themselves; its inputs have the names of `controls.fields`.
 */
export interface SlackBuilders {
  /** Asks for the reason. */
  decideModal(click: Click): ModalView
  planModal(card: IncidentCard): ModalView
  /** Asks whether it was a false alarm or a compromise, and why. */
  restoreModal(incidentId: string, about?: string | null): ModalView
  /** Asks why. `about`: what the incident is about, where that is known. */
  requestModal(incidentId: string, ask: 'retry' | 'close' | 'vouch' | 'widen', about?: string | null): ModalView
  /** Asks for the ARN of the principal, and how the person knows. */
  nameModal(incidentId: string, about?: string | null): ModalView
  /** Asks for the ARN, given already or ''; and why. */
  blockModal(arn: string): ModalView
  /** Asks to which incident a message belongs; at least one is offered. */
  noteModal(incidents: readonly DeskIncident[]): ModalView
  /** What came of what was sent from a modal, in its place. */
  resultModal(answer: DeskAnswer): ModalView
  homeView(incidents: readonly DeskIncident[]): HomeView
  /** The emoji that keeps a message, without colons. */
  helpBlocks(noteReaction?: string): Blocks
  listBlocks(incidents: readonly DeskIncident[]): Blocks
  statusBlocks(lines: readonly string[]): Blocks
  showBlocks(card: IncidentCard): Blocks
  /** Asks for an answer, a question or what is to happen next. */
  exerciseModal(form: ExerciseForm): ModalView
  exerciseBlocks(overview: ExerciseOverview): Blocks
  /** A text as it may stand in mrkdwn: no mention, link or mark-up of it works. */
  escape(text: string): string
}
