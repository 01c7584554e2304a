import type { PlannedWrite } from '../domain/plan.js'
import type { AnywhereImage } from '../domain/roles-anywhere.js'

/** What stays off after a compromise, in sentences: what is on already is none of it. */
export function profileDifferences(writes: readonly PlannedWrite[], now: AnywhereImage): string[] {
  return writes.flatMap((write) => {
    if (write.kind === 'setProfileEnabled' && !now.profile.enabled) {
      return [
        `The profile ${write.profileId} stays disabled: it hands out no sessions. Delete it once it is not needed.`,
      ]
    }
    if (write.kind !== 'setTrustAnchorEnabled') return []
    const anchor = now.trustAnchors.find(({ trustAnchorId }) => trustAnchorId === write.trustAnchorId)
    if (anchor?.enabled !== false) return []
    return [
      `The trust anchor ${write.trustAnchorId} stays disabled: enable it by hand only if its authority is known to be yours.`,
    ]
  })
}
