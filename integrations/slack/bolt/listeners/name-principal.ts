import { parsePrincipalArn } from '../../../../src/domain/arn.js'
import { controls } from '../../controls.js'
import type { ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { onPress } from './button-press.js'
import { type Order, onSubmission } from './modal-submission.js'
import { openModal } from './open-modal.js'
import { readReason } from './reason-field.js'
import { aboutIncident, aboutOf, notOurs, type Opening } from './requests.js'

/** "Name the principal": asks for an ARN and a reason. The value of the button is the incident's id. */
export function onNameButton(kit: ListenerKit) {
  return onPress(kit, 'the button to name the principal', (press) =>
    aboutIncident(kit, press, (incidentId) => openNameModal(kit, press, incidentId)),
  )
}

/** Also what `/tourniquet name ID` opens. */
export async function openNameModal(kit: ListenerKit, press: Opening, incidentId: string): Promise<void> {
  const { channel, threadTs } = press.aside
  const memory = modalMemory.namePrincipal.write({ channel, threadTs, incidentId })
  const view = kit.settings.builders.nameModal(incidentId, await aboutOf(kit, press, incidentId))
  return openModal(kit, press, controls.modals.namePrincipal, memory, view)
}

/** What is wrong with the ARN is said beside it, also where only the use case can know: the account is another one. */
export function onNameModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a name', (actor, view, fields): Order => {
    const memory = modalMemory.namePrincipal.read(view.private_metadata)
    if (memory === null) return notOurs(actor.userId)
    const { channel, threadTs, incidentId } = memory
    const field = fields.get(controls.fields.arn)
    const arnBlock = field?.block ?? controls.fields.arn
    const arn = field?.text ?? ''
    const reason = readReason(fields)
    const parsed = parsePrincipalArn(arn)
    if (!parsed.ok) {
      const errors = { [arnBlock]: parsed.reason }
      return { kind: 'wrong', errors: 'kind' in reason ? { ...reason.errors, ...errors } : errors }
    }
    if ('kind' in reason) return reason
    const who = { ...actor, channelId: channel }
    const wish = { incidentId, arn, reason: reason.reason }
    return {
      kind: 'do',
      aside: { userId: actor.userId, channel, threadTs },
      arnBlock,
      work: () => kit.settings.desk.namePrincipal(who, wish),
      unsure: 'Look at the incident: it shows whether the principal is named.',
    }
  })
}
