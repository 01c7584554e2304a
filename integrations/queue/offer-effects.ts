import type { Queue } from 'bullmq'
import type { WorkQueue } from '../../src/engine/incident-store.js'

/**
 * Offers effects to the workers of this realm. The job's id is the effect and its attempt: while that job waits or runs,
 * the relay may offer it again and again without doubling it (BullMQ ignores an id that it holds).
 */
export function offerEffects(queue: Queue<{ effectId: string }, void>): WorkQueue {
  return {
    offer: async (effects) => {
      const jobs = effects.map(({ id, nextAttempt }) => ({
        name: 'effect',
        data: { effectId: id },
        opts: { jobId: `${id}-${nextAttempt}` },
      }))
      await queue.addBulk(jobs)
    },
  }
}
