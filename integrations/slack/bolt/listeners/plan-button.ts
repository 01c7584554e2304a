import { controls } from '../../controls.js'
import { inTime } from '../in-time.js'
import type { ListenerKit } from '../listener-kit.js'
import { onPress } from './button-press.js'
import { openModal } from './open-modal.js'
import { aboutIncident } from './requests.js'

/** "Show plan": read from the record, so it may come too late for the modal; then the person is told where else it is. */
export function onPlanButton(kit: ListenerKit) {
  const { desk, clock, builders } = kit.settings
  return onPress(kit, 'the button for the plan', (press) =>
    aboutIncident(kit, press, async (incidentId) => {
      const read = await inTime(clock, kit.answerWithinMs, desk.show(press.actor, incidentId))
      if (read.kind === 'failed') throw read.error
      if (read.kind === 'late') {
        const elsewhere = `\`tourniquet incidents show ${incidentId}\``
        return kit.whisper(press.aside, `The record is slow at the moment. Press again, or use ${elsewhere}.`)
      }
      if ('outcome' in read.value) return kit.whisper(press.aside, read.value.text)
      await openModal(kit, press, controls.modals.plan, '', builders.planModal(read.value))
    }),
  )
}

/** A modal that only shows has nothing to send; whatever comes in its name is acknowledged, which closes it. */
export async function closePlanModal({ ack }: { readonly ack: () => Promise<void> }): Promise<void> {
  await ack()
}
