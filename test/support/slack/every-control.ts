import { modalMemory } from '../../../integrations/slack/bolt/modal-memory.js'
import { controls } from '../../../integrations/slack/controls.js'
import type { Click } from '../../../integrations/slack/incident-card.js'
import { signer } from './served-slack.js'
import {
  aCommand,
  anEvent,
  aPress,
  aReaction,
  aSender,
  aShortcut,
  aSubmission,
  type SlackSender,
} from './signed-request.js'

const { actions, modals, fields } = controls
export const anIncidentId = 'inc_0123456789abcdefghij'
export const aRun = 'run_0a1b2c3d4e5f'
const expiresAt = '2099-01-01T00:00:00Z'

export function aClick(changes: Partial<Click> = {}): Click {
  return {
    incidentId: anIncidentId,
    question: 'contain',
    decision: 'approve',
    planDigest: `sha256:${'ab'.repeat(32)}`,
    expiresAt,
    channel: aSender.channel,
    target: 'role ci-deploy',
    ...changes,
  }
}

const why = { [fields.reason]: 'It is an attack.' }
const place = { channel: aSender.channel, threadTs: null }
const note = { ...place, messageTs: '1767225600.000200', text: 'Look', author: 'U0BEN' }

/** One good request for everything that a person can press, send or type, each made anew: it comes once. */
export const everyControl: Readonly<Record<string, (sender?: SlackSender) => object>> = {
  [actions.approve]: (sender = aSender) => aPress(actions.approve, signer.sign(aClick()), { sender }),
  [actions.deny]: (sender = aSender) => aPress(actions.deny, signer.sign(aClick({ decision: 'deny' })), { sender }),
  [actions.showPlan]: (sender = aSender) => aPress(actions.showPlan, anIncidentId, { sender }),
  [actions.openConsole]: (sender = aSender) => aPress(actions.openConsole, undefined, { sender }),
  [actions.openThread]: (sender = aSender) => aPress(actions.openThread, undefined, { sender }),
  [actions.askOwner]: (sender = aSender) => aPress(actions.askOwner, anIncidentId, { sender }),
  [actions.ownerYes]: (sender = aSender) => aPress(actions.ownerYes, ofOwner(sender), { sender, channel: 'D0OWNER' }),
  [actions.ownerNo]: (sender = aSender) => aPress(actions.ownerNo, ofOwner(sender), { sender, channel: 'D0OWNER' }),
  [actions.requestRestore]: (sender = aSender) => aPress(actions.requestRestore, anIncidentId, { sender }),
  [actions.widen]: (sender = aSender) => aPress(actions.widen, anIncidentId, { sender }),
  [actions.retry]: (sender = aSender) => aPress(actions.retry, anIncidentId, { sender }),
  [actions.close]: (sender = aSender) => aPress(actions.close, anIncidentId, { sender }),
  [actions.vouch]: (sender = aSender) => aPress(actions.vouch, anIncidentId, { sender }),
  [actions.namePrincipal]: (sender = aSender) => aPress(actions.namePrincipal, anIncidentId, { sender }),
  [actions.exerciseAnswer]: (sender = aSender) => aPress(actions.exerciseAnswer, `${aRun}/shop`, { sender }),
  [actions.exerciseAsk]: (sender = aSender) => aPress(actions.exerciseAsk, aRun, { sender }),
  [actions.exerciseLead]: (sender = aSender) => aPress(actions.exerciseLead, aRun, { sender }),
  [modals.decide]: (sender = aSender) =>
    sent(modals.decide, modalMemory.decide.write({ ...place, value: signer.sign(aClick()) }), why, sender),
  [modals.requestRestore]: (sender = aSender) =>
    sent(
      modals.requestRestore,
      modalMemory.requestRestore.write({ ...place, incidentId: anIncidentId }),
      { ...why, [fields.restoreAs]: { chosen: 'false-alarm' } },
      sender,
    ),
  [modals.request]: (sender = aSender) =>
    sent(modals.request, modalMemory.request.write({ ...place, incidentId: anIncidentId, ask: 'close' }), why, sender),
  [modals.block]: (sender = aSender) =>
    sent(
      modals.block,
      modalMemory.block.write(place),
      { ...why, [fields.arn]: 'arn:aws:iam::111122223333:role/ci-deploy' },
      sender,
    ),
  [modals.namePrincipal]: (sender = aSender) =>
    sent(
      modals.namePrincipal,
      modalMemory.namePrincipal.write({ ...place, incidentId: anIncidentId }),
      { ...why, [fields.arn]: 'arn:aws:iam::111122223333:role/ci-deploy' },
      sender,
    ),
  [modals.addNote]: (sender = aSender) =>
    sent(modals.addNote, modalMemory.addNote.write(note), { [fields.incident]: { chosen: anIncidentId } }, sender),
  [modals.exercise]: (sender = aSender) =>
    sent(
      modals.exercise,
      modalMemory.exercise.write({ ...place, kind: 'answer', run: aRun, inject: 'shop' }),
      { [fields.exerciseText]: 'It goes on selling.', [fields.exerciseChoice]: { chosen: 'approve' } },
      sender,
    ),
  [modals.plan]: (sender = aSender) => sent(modals.plan, '', {}, sender),
  [controls.command]: (sender = aSender) => aCommand('status', { sender }),
  [controls.shortcut]: (sender = aSender) => aShortcut({ thread_ts: '1767225600.000100' }, { sender }),
  reaction_added: (sender = aSender) => aReaction('1767225600.000100', { sender }),
  app_home_opened: (sender = aSender) =>
    anEvent({ type: 'app_home_opened', user: sender.userId, tab: 'home', channel: 'D0HOME' }, { sender }),
}

/** Those that do nothing but close or follow a link. */
export const idleControls: readonly string[] = [actions.openConsole, actions.openThread, modals.plan]

function ofOwner({ userId: ownerId }: SlackSender): string {
  return signer.signOwner({ incidentId: anIncidentId, ownerId, expiresAt })
}

function sent(
  callbackId: string,
  metadata: string,
  typed: Parameters<typeof aSubmission>[1],
  sender: SlackSender,
): object {
  return aSubmission({ callback_id: callbackId, private_metadata: metadata }, typed, { sender })
}
