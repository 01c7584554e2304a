import type { WorkQueue } from '../../src/engine/incident-store.js'
import { urgencies } from '../../src/engine/urgency.js'
import type { JobOffer } from './job-queue.js'

/** The part of the job queue that effects need. */
type Offers = { offer(jobs: readonly JobOffer<{ effectId: string }>[]): Promise<void> }

/**
 * Offers effects to the workers of this realm. The job's id is the effect and its attempt: while that job waits or runs,
 * the relay may offer it again and again without doubling it (BullMQ ignores an id that it holds).
 */
export function offerEffects(queue: Offers): WorkQueue {
  return {
    offer: (effects) =>
      queue.offer(
        effects.map(({ id, nextAttempt, urgency }) => ({
          id: `${id}-${nextAttempt}`,
          data: { effectId: id },
          rank: urgencies.indexOf(urgency) + 1,
        })),
      ),
  }
}
