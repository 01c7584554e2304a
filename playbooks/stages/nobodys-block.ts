import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'

type Applied = Extract<IncidentEvent, { type: 'BLOCK_APPLIED' }>

/** In words, that a block was reported that nobody approved, and which block is watched now. */
export function nobodysBlock(event: Applied, context: IncidentContext): string {
  const { containmentId, planDigest, writes } = event
  const what = writes.map(({ operation, object }) => `${operation} ${object}`).join(', ') || 'found in place'
  const said = `A block was reported that nobody approved: ${containmentId}, plan ${planDigest} (${what}). Look how it came to be.`
  return `${said} ${whatIsWatched(event, context)}`
}

function whatIsWatched(
  { planDigest }: Applied,
  { appliedAt, containPlanDigest, approvedPlanDigests }: IncidentContext,
) {
  if (appliedAt === null || planDigest === containPlanDigest) {
    return 'It is watched, and is not put again; give it back, or look for what is there.'
  }
  const watched = approvedPlanDigests.includes(containPlanDigest ?? '')
    ? 'The block that was approved is watched on'
    : 'The one that was reported before it, which nobody approved either, is watched on'
  return `${watched}; take this one off by its undo card.`
}
