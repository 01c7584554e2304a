import { controls } from '../../controls.js'
import { isIncidentId } from '../command/incident-id.js'
import { inTime } from '../in-time.js'
import type { ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { onPress, type Press } from './button-press.js'
import { type Order, onSubmission } from './modal-submission.js'
import { openModal } from './open-modal.js'
import { readReason } from './reason-field.js'

const UNSURE = 'Look at the incident: it shows whether this was taken.'

/** "Restore…": asks in a modal which kind of restore, and why. The value of the button is the incident's id. */
export function onRestoreButton(kit: ListenerKit) {
  return onPress(kit, 'the button to restore', (press) =>
    aboutIncident(kit, press, (incidentId) => openRestoreModal(kit, press, incidentId)),
  )
}

/** What a form is opened from: a button, or a command. */
export type Opening = Pick<Press, 'triggerId' | 'aside' | 'actor'>

/** A trigger lives three seconds: a form that does not say whom it is about is better than none. */
const ABOUT_WITHIN_MS = 800

/** What an incident is about, for the form; null where that is not known soon. */
export async function aboutOf(kit: ListenerKit, { actor }: Opening, incidentId: string): Promise<string | null> {
  const { clock, desk } = kit.settings
  const known = await inTime(clock, ABOUT_WITHIN_MS, desk.about(actor, incidentId))
  return known.kind === 'answered' ? known.value : null
}

/** Also what `/tourniquet restore ID` opens. */
export async function openRestoreModal(kit: ListenerKit, press: Opening, incidentId: string): Promise<void> {
  const { channel, threadTs } = press.aside
  const memory = modalMemory.requestRestore.write({ channel, threadTs, incidentId })
  const view = kit.settings.builders.restoreModal(incidentId, await aboutOf(kit, press, incidentId))
  return openModal(kit, press, controls.modals.requestRestore, memory, view)
}

export function onRestoreModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a restore', (actor, view, fields): Order => {
    const memory = modalMemory.requestRestore.read(view.private_metadata)
    if (memory === null) return notOurs(actor.userId)
    const { channel, threadTs, incidentId } = memory
    const chosen = fields.get(controls.fields.restoreAs)
    const reason = readReason(fields)
    if (chosen?.text !== 'false-alarm' && chosen?.text !== 'compromise') {
      const errors = { [chosen?.block ?? controls.fields.restoreAs]: 'Choose which of the two it was.' }
      return { kind: 'wrong', errors: 'kind' in reason ? { ...reason.errors, ...errors } : errors }
    }
    if ('kind' in reason) return reason
    const wish = { incidentId, restoreAs: chosen.text, reason: reason.reason } as const
    const who = { ...actor, channelId: channel }
    const aside = { userId: actor.userId, channel, threadTs }
    return { kind: 'do', aside, work: () => kit.settings.desk.requestRestore(who, wish), unsure: UNSURE }
  })
}

type Ask = 'retry' | 'close' | 'vouch' | 'widen'

/** "Try again", "Close", "Vouch", "Deny the whole role": ask for the reason. */
export function onRequestButton(kit: ListenerKit, ask: Ask) {
  return onPress(kit, `the button to ${ask}`, (press) =>
    aboutIncident(kit, press, (incidentId) => openRequestModal(kit, press, incidentId, ask)),
  )
}

/** Also what `/tourniquet vouch ID` opens. */
export async function openRequestModal(kit: ListenerKit, press: Opening, incidentId: string, ask: Ask): Promise<void> {
  const { channel, threadTs } = press.aside
  const memory = modalMemory.request.write({ channel, threadTs, incidentId, ask })
  const view = kit.settings.builders.requestModal(incidentId, ask, await aboutOf(kit, press, incidentId))
  return openModal(kit, press, controls.modals.request, memory, view)
}

export function onRequestModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a request', (actor, view, fields): Order => {
    const memory = modalMemory.request.read(view.private_metadata)
    if (memory === null) return notOurs(actor.userId)
    const { channel, threadTs, incidentId, ask } = memory
    const reason = readReason(fields)
    if ('kind' in reason) return reason
    const wish = { incidentId, ask, reason: reason.reason }
    const who = { ...actor, channelId: channel }
    const aside = { userId: actor.userId, channel, threadTs }
    return { kind: 'do', aside, work: () => kit.settings.desk.request(who, wish), unsure: UNSURE }
  })
}

/** Sends "was this you?" to whoever may be behind the session. */
export function onAskOwnerButton(kit: ListenerKit) {
  return onPress(kit, 'the button to ask the owner', (press) =>
    aboutIncident(kit, press, async (incidentId) => {
      const { text } = await kit.settings.desk.askOwner(press.actor, incidentId)
      await kit.whisper(press.aside, text)
    }),
  )
}

/** Runs with the incident that the button names; a value that is no incident's id is refused. */
export async function aboutIncident(
  kit: ListenerKit,
  press: Press,
  run: (incidentId: string) => Promise<void>,
): Promise<void> {
  const { value } = press
  if (value !== undefined && isIncidentId(value)) return run(value)
  await kit.refuseAside(press.actor, press.aside, 'its value names no incident')
}

export function notOurs(userId: string): Order {
  return { kind: 'foreign', why: 'it is no form of ours', aside: { userId, channel: null, threadTs: null } }
}
