import type { ModalView } from '@slack/types'
import type { Aside, ListenerKit } from '../listener-kit.js'

/** Opens a modal for whoever pressed or typed; where Slack takes none (the trigger lives 3 s), the person is told. */
export async function openModal(
  kit: ListenerKit,
  { triggerId, aside }: { readonly triggerId: string; readonly aside: Aside },
  callbackId: string,
  metadata: string,
  view: ModalView,
): Promise<void> {
  try {
    await kit.settings.api.openModal(triggerId, { ...view, callback_id: callbackId, private_metadata: metadata })
  } catch (error) {
    await kit.whisper(aside, kit.explain(error, `open ${callbackId}`))
  }
}
