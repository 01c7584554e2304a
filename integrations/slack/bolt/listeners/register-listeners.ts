import type { App } from '@slack/bolt'
import { controls } from '../../controls.js'
import type { ListenerKit } from '../listener-kit.js'
import { onBlockModal } from './block-modal.js'
import { acknowledge } from './button-press.js'
import { onDecisionButton, onDecisionModal } from './decisions.js'
import { onExerciseButton, onExerciseModal } from './exercise.js'
import { onHomeOpened } from './home.js'
import { onNameButton, onNameModal } from './name-principal.js'
import { onNoteModal, onNoteShortcut, onReaction } from './notes.js'
import { onOwnerButton } from './owner-answers.js'
import { closePlanModal, onPlanButton } from './plan-button.js'
import { onAskOwnerButton, onRequestButton, onRequestModal, onRestoreButton, onRestoreModal } from './requests.js'
import { onSlashCommand } from './slash-command.js'
import type { Taken } from './taken.js'

type Listener = (taken: Taken) => Promise<void>

/** A button that is a link: Slack opens it and still wants to hear that the press arrived. */
const link =
  (kit: ListenerKit): Listener =>
  ({ ack }) =>
    acknowledge(kit, ack)

/** Exactly one listener for each button that is ever posted: Bolt runs all that match, and a second answer is an error. */
export function buttonListeners(kit: ListenerKit) {
  const { actions } = controls
  return {
    [actions.approve]: onDecisionButton(kit, 'approve'),
    [actions.deny]: onDecisionButton(kit, 'deny'),
    [actions.showPlan]: onPlanButton(kit),
    [actions.openConsole]: link(kit),
    [actions.askOwner]: onAskOwnerButton(kit),
    [actions.ownerYes]: onOwnerButton(kit, true),
    [actions.ownerNo]: onOwnerButton(kit, false),
    [actions.requestRestore]: onRestoreButton(kit),
    [actions.widen]: onRequestButton(kit, 'widen'),
    [actions.retry]: onRequestButton(kit, 'retry'),
    [actions.close]: onRequestButton(kit, 'close'),
    [actions.vouch]: onRequestButton(kit, 'vouch'),
    [actions.namePrincipal]: onNameButton(kit),
    [actions.openThread]: link(kit),
    [actions.exerciseAnswer]: onExerciseButton(kit, 'answer'),
    [actions.exerciseAsk]: onExerciseButton(kit, 'ask'),
    [actions.exerciseLead]: onExerciseButton(kit, 'lead'),
  } satisfies Record<(typeof actions)[keyof typeof actions], Listener>
}

/** And for each modal. */
export function modalListeners(kit: ListenerKit) {
  const { modals } = controls
  return {
    [modals.decide]: onDecisionModal(kit),
    [modals.requestRestore]: onRestoreModal(kit),
    [modals.request]: onRequestModal(kit),
    [modals.block]: onBlockModal(kit),
    [modals.namePrincipal]: onNameModal(kit),
    [modals.addNote]: onNoteModal(kit),
    [modals.plan]: closePlanModal,
    [modals.exercise]: onExerciseModal(kit),
  } satisfies Record<(typeof modals)[keyof typeof modals], Listener>
}

/** Bolt types what each kind of request may be answered with; ours give no other, and the bodies are parsed by each. */
export function registerListeners(app: App, kit: ListenerKit): void {
  for (const [name, listen] of Object.entries(buttonListeners(kit))) {
    app.action(name, ({ body, ack }) => listen({ body, ack: () => ack() }))
  }
  for (const [name, listen] of Object.entries(modalListeners(kit))) {
    // The answers of a modal are a subset of Bolt's, which its generics do not see through.
    app.view(name, ({ body, ack }) => listen({ body, ack: (answer) => (ack as Taken['ack'])(answer) }))
  }
  const command = onSlashCommand(kit)
  app.command(controls.command, ({ body, ack }) => command({ body, ack: (answer) => (ack as Taken['ack'])(answer) }))
  const shortcut = onNoteShortcut(kit)
  app.shortcut(controls.shortcut, ({ body, ack }) => shortcut({ body, ack: () => ack() }))
  // Events are acknowledged by Bolt itself, before their listeners run.
  app.event('reaction_added', onReaction(kit))
  app.event('app_home_opened', onHomeOpened(kit))
}
