import type { BadClick } from '../../click/click-signer.js'
import { controls } from '../../controls.js'
import type { Click } from '../../incident-card.js'
import type { SlackActor } from '../../slack-desk.js'
import type { ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import type { Submission } from '../payloads.js'
import { onPress, type Press } from './button-press.js'
import { type Fields, type Order, onSubmission } from './modal-submission.js'
import { openModal } from './open-modal.js'
import { readReason } from './reason-field.js'

/**
 * Approve and Deny: what the button is about is read from its own signed value, so the modal opens while the database is slow
 * or gone. A value counts in its own channel alone, and on its own button.
 */
export function onDecisionButton(kit: ListenerKit, decision: Click['decision']) {
  const { signer, builders } = kit.settings
  return onPress(kit, `the button ${decision}`, async (press) => {
    const read = signer.read(press.value)
    if (!read.ok) {
      return kit.refuseAside(press.actor, press.aside, inWords(read.why, read.incidentId), toldOf(read.why))
    }
    const { click } = read
    if (click.decision !== decision)
      return kit.refuseAside(press.actor, press.aside, `its value is for ${click.decision}`)
    if (click.channel !== press.actor.channelId)
      return kit.refuseAside(press.actor, press.aside, `its value is for the channel ${click.channel}`)
    const memory = modalMemory.decide.write({ ...asidePlace(press), value: press.value ?? '' })
    await openModal(kit, press, controls.modals.decide, memory, builders.decideModal(click))
  })
}

/** The reason is in: verified once more, since the question may have expired while it was written. */
export function onDecisionModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a decision', (actor, view, fields) => decisionOf(kit, actor, view, fields))
}

function decisionOf(kit: ListenerKit, actor: SlackActor, view: Submission['view'], fields: Fields): Order {
  const memory = modalMemory.decide.read(view.private_metadata)
  const aside = { userId: actor.userId, channel: memory?.channel ?? null, threadTs: memory?.threadTs ?? null }
  const read = kit.settings.signer.read(memory?.value)
  if (!read.ok) return { kind: 'foreign', why: inWords(read.why, read.incidentId), told: toldOf(read.why), aside }
  const reason = readReason(fields)
  if ('kind' in reason) return reason
  const { click } = read
  return {
    kind: 'do',
    aside,
    work: () => kit.settings.desk.decide({ ...actor, channelId: click.channel }, click, reason.reason),
    unsure:
      `Look at the card: if it still asks, your decision was not recorded, and sending it again decides once. ` +
      `\`tourniquet incidents show ${click.incidentId}\` tells as well.`,
  }
}

function asidePlace({ aside }: Press) {
  return { channel: aside.channel, threadTs: aside.threadTs }
}

/** Who comes too late did nothing wrong, and has to know where the question went; null: nothing more is to be said. */
function toldOf(why: BadClick): string | null {
  if (why !== 'expired') return null
  return (
    'The time to decide on this card is over, and nothing was decided by you now. The first message of the thread says where ' +
    'the incident stands; if people are asked again, there is a new card.'
  )
}

export function inWords(why: BadClick, incidentId: string | null): string {
  const about = incidentId === null ? '' : ` (incident ${incidentId})`
  const words = {
    malformed: 'its value is none of ours',
    forged: 'its value was altered or signed with another key',
    expired: 'its time is over',
  }
  return `${words[why]}${about}`
}
