import { liveTiming } from '../../playbooks/stages/timing.js'
import type { Timing } from '../../src/domain/incident-context.js'

export { MAX_EVIDENCE_VOIDS, MAX_REPUTS, scaledTiming } from '../../playbooks/stages/timing.js'

/** Waits pass this many times as fast in the product that is killed; its lease and its budgets stay what they are. */
export const CHAOS_TIME_SCALE = 600

/**
 * The only thing in the product that chaos changes. The soak looks at the block three times, once at each depth, since more
 * looks would be the same kill points again. Evidence is not collected anew while people are asked: at this speed it would be
 * twice a second, between all that a scene is about. And without CHAOS_WATCHES nobody looks once it holds, so that a scene
 * about a write is not disturbed.
 */
const chaosTiming: Timing = {
  ...liveTiming,
  soakLooks: [
    { atMs: 40_000, depth: 'account' },
    { atMs: 80_000, depth: 'policy' },
    { atMs: 120_000, depth: 'full' },
  ],
  evidenceRefreshMs: liveTiming.evidenceRefreshMs * 1_000,
  watchIntervalMs: liveTiming.watchIntervalMs * (process.env.CHAOS_WATCHES === 'yes' ? 1 : 1_000),
}

export { chaosTiming as liveTiming }
