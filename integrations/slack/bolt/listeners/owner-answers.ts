import type { ListenerKit } from '../listener-kit.js'
import { onPress } from './button-press.js'
import { inWords } from './decisions.js'

/**
 * "Yes, it was me" and "No": the answer of the person behind the session, from the message to that person alone. The value
 * names who that is: in anybody else's hands it counts for nothing. It is evidence, never an approval.
 */
export function onOwnerButton(kit: ListenerKit, wasMe: boolean) {
  const { signer, desk } = kit.settings
  const name = `the owner's button ${wasMe ? 'yes' : 'no'}`
  // Direct messages are none of our channels: the signed value says whose it is.
  return onPress(
    kit,
    name,
    async (press) => {
      const read = signer.readOwner(press.value)
      const refused = (why: string) => kit.refuseAside(press.actor, press.aside, `${name}: ${why}`)
      if (!read.ok) return refused(inWords(read.why, read.incidentId))
      if (read.click.ownerId !== press.actor.userId) return refused('its value is for another person')
      const { incidentId, ownerId } = read.click
      const { text } = await desk.ownerAnswered(press.actor, { incidentId, ownerId, wasMe })
      await kit.whisper(press.aside, text)
    },
    null,
  )
}
