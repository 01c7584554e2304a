import type { Timing } from '../../src/domain/incident-context.js'

/**
 * Live timing. Soak: IAM enforces about 4 s after it answers, others wait up to 2 minutes for propagation, so a block is
 * held to account for 120 s. While an attacker may still act through the gap the looks follow one another after 0.7 s, and take
 * about half a second themselves; they see the account's users, roles and keys as well, so that a way back is told within two
 * seconds of being there. CloudTrail shows a call minutes later and answers two requests a second, so it is asked seldom.
 */
export const liveTiming: Timing = {
  evidenceBudgetMs: 120_000,
  evidenceRefreshMs: 5 * 60_000,
  planningBudgetMs: 120_000,
  questions: {
    contain: { expiryMs: 30 * 60_000, escalationMs: null },
    restore: { expiryMs: 30 * 60_000, escalationMs: null },
  },
  writeBudgetMs: 10 * 60_000,
  soakLooks: [
    { atMs: 700, depth: 'account' },
    { atMs: 1_400, depth: 'account' },
    { atMs: 2_100, depth: 'account' },
    { atMs: 2_800, depth: 'account' },
    { atMs: 3_500, depth: 'account' },
    { atMs: 4_200, depth: 'account' },
    { atMs: 4_900, depth: 'account' },
    { atMs: 5_600, depth: 'account' },
    { atMs: 6_300, depth: 'account' },
    { atMs: 7_000, depth: 'account' },
    { atMs: 10_000, depth: 'full' },
    { atMs: 12_000, depth: 'policy' },
    { atMs: 14_000, depth: 'policy' },
    { atMs: 16_000, depth: 'policy' },
    { atMs: 18_000, depth: 'policy' },
    { atMs: 20_000, depth: 'account' },
    { atMs: 30_000, depth: 'policy' },
    { atMs: 45_000, depth: 'policy' },
    { atMs: 60_000, depth: 'full' },
    { atMs: 90_000, depth: 'account' },
    { atMs: 120_000, depth: 'full' },
  ],
  watchIntervalMs: 5 * 60_000,
  revokeSoakMs: 120_000,
  lateWriteWatchMs: 15 * 60_000,
  humanReminderMs: 60 * 60_000,
}

/**
 * How often newer evidence makes an open question void. Whoever is investigated chooses what there is to find: with a new user
 * every few minutes the question would never be answered. From then on it stands, and the evidence beside it is the newest.
 */
export const MAX_EVIDENCE_VOIDS = 3

/** How often a removed or altered block is put back before a person must act: a 0.5 s war would throttle the account. */
export const MAX_REPUTS = 3

/**
 * The live timing for an engine whose time runs `timeScale` times as fast. Waits are scaled by the engine; budgets are for
 * real work, which does not get faster, so they are stretched beforehand and come out as they are.
 */
export function scaledTiming(timeScale: number, timing: Timing = liveTiming): Timing {
  return {
    ...timing,
    evidenceBudgetMs: timing.evidenceBudgetMs * timeScale,
    planningBudgetMs: timing.planningBudgetMs * timeScale,
    writeBudgetMs: timing.writeBudgetMs * timeScale,
  }
}
