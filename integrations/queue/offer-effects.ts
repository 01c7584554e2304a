import type { WorkQueue } from '../../src/engine/incident-store.js'
import { type Urgency, urgencies } from '../../src/engine/urgency.js'
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
        effects.map(({ id, nextAttempt, urgency, severity }) => ({
          id: `${id}-${nextAttempt}`,
          data: { effectId: id },
          rank: rankOf(urgency, severity),
        })),
      ),
  }
}

/** Steps of severity within one urgency: GuardDuty's scale has one decimal. */
const STEPS = 101

function rankOf(urgency: Urgency, severity: number): number {
  const step = Math.min(STEPS - 1, Math.max(0, Math.round(severity * 10)))
  return urgencies.indexOf(urgency) * STEPS + (STEPS - step)
}
