import { parseArn } from '../../../../src/domain/arn.js'
import { controls } from '../../controls.js'
import type { ListenerKit } from '../listener-kit.js'
import { modalMemory } from '../modal-memory.js'
import { type Order, onSubmission } from './modal-submission.js'
import { readReason } from './reason-field.js'
import { notOurs } from './requests.js'

/** The form of `/tourniquet block`: an ARN and a reason. Whether the ARN can be blocked, the plan says later. */
export function onBlockModal(kit: ListenerKit) {
  return onSubmission(kit, 'the form of a block', (actor, view, fields): Order => {
    const memory = modalMemory.block.read(view.private_metadata)
    if (memory === null) return notOurs(actor.userId)
    const field = fields.get(controls.fields.arn)
    const arn = field?.text ?? ''
    const reason = readReason(fields)
    const parsed = parseArn(arn)
    if (!parsed.ok) {
      const errors = { [field?.block ?? controls.fields.arn]: `${parsed.reason}.` }
      return { kind: 'wrong', errors: 'kind' in reason ? { ...reason.errors, ...errors } : errors }
    }
    if ('kind' in reason) return reason
    const who = { ...actor, channelId: memory.channel }
    return {
      kind: 'do',
      aside: { userId: actor.userId, ...memory },
      work: () => kit.settings.desk.requestBlock(who, { arn, reason: reason.reason }),
      unsure: '`/tourniquet list` shows whether an incident was opened.',
    }
  })
}
