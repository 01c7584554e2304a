import { liveTiming } from '../../../playbooks/stages/timing.js'
import type { Timing } from '../../../src/domain/incident-context.js'

const HOUR_MS = 3_600_000

/** A second of a test is a minute of an incident, unless the test says otherwise; a write is then worth doing for 10 s. */
export const WORLD_TIME_SCALE = 60

/** Looks at these moments; all of them see everything. */
export function looksAt(...atMs: number[]): Timing['soakLooks'] {
  return atMs.map((at) => ({ atMs: at, depth: 'full' }))
}

/** A soak of 0.2 s, waits alike, and budgets that a busy test machine does not exceed. */
export const worldTiming: Timing = {
  ...liveTiming,
  soakLooks: [
    { atMs: 1_000, depth: 'account' },
    { atMs: 6_000, depth: 'full' },
    { atMs: 12_000, depth: 'full' },
  ],
  revokeSoakMs: 12_000,
  lateWriteWatchMs: 12_000,
  watchIntervalMs: 12 * HOUR_MS,
  evidenceBudgetMs: HOUR_MS,
  planningBudgetMs: HOUR_MS,
  writeBudgetMs: HOUR_MS,
  questions: {
    contain: { expiryMs: 24 * HOUR_MS, escalationMs: null },
    restore: { expiryMs: 24 * HOUR_MS, escalationMs: null },
  },
}
