import type { Timing } from '../../src/domain/incident-context.js'

/**
 * Live timing. Soak: IAM enforces about 4 s after it answers, others wait up to 2 minutes for propagation, so a block is
 * held to account for 120 s, densely at first because an attacker's tool polls every half second.
 */
export const liveTiming: Timing = {
  evidenceBudgetMs: 120_000,
  planningBudgetMs: 120_000,
  approvalReminderMs: 15 * 60_000,
  approvalExpiryMs: 30 * 60_000,
  writeBudgetMs: 10 * 60_000,
  soakChecksMs: [2_000, 5_000, 10_000, 20_000, 40_000, 60_000, 90_000, 120_000],
  watchIntervalMs: 5 * 60_000,
  revokeSoakMs: 120_000,
  lateWriteWatchMs: 15 * 60_000,
  humanReminderMs: 60 * 60_000,
}

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
