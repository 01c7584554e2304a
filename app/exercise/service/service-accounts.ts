import { setTimeout as pause } from 'node:timers/promises'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { BeforeCall } from '../../../simulated-aws/before-call.js'
import type { FaultRuleInput } from '../../../simulated-aws/faults.js'
import { seedSchema } from '../../../simulated-aws/seed/seed.js'
import { startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'
import { Identities } from '../identities.js'
import { pastOf } from '../make-history.js'
import { SlowCalls } from '../virtual/slow-calls.js'
import { delayTrailOf, onCallsOf } from '../watch-account.js'
import { WorldAccounts } from '../world-accounts.js'

/** CloudTrail answers two LookupEvents a second. */
export const LOOKUPS_PER_SECOND = 2

/** The simulated accounts of an exercise on a real clock. */
export interface ServiceAccounts {
  /** Of all of them: the key that signs a request decides whose it is. */
  readonly url: string
  readonly accounts: WorldAccounts
  readonly identities: Identities
  /** Told of every call of every account as it takes effect, whoever made it. */
  onCall(listener: (call: LoggedCall) => void): void
  injectFault(rule: FaultRuleInput): void
  /** What AWS takes longer for than usual, in exercise time. */
  readonly slow: Pick<SlowCalls, 'add'>
  /** From now on CloudTrail shows each call this much later than it would, in exercise time. */
  delayTrail(byMs: number): void
  close(): Promise<void>
}

/**
 * Starts the accounts of an exercise and lets their history happen, each call at its time before now under a clock that is set
 * back. History is not scaled: what was done 25 minutes before T+0 has a time of 25 minutes ago. What AWS takes its time for from
 * T+0 on (enforcement, CloudTrail's delay, its pace) runs `timeScale` times as fast.
 */
export async function startServiceAccounts({ world }: Exercise, timeScale: number): Promise<ServiceAccounts> {
  const kept: { identities: Identities | null } = { identities: null }
  const past = pastOf(world.history, new Date(), (accounts) => {
    kept.identities = new Identities(new WorldAccounts(accounts))
    return kept.identities
  })
  const clock: { past: Date | null } = { past: past.since }
  const slow = new SlowCalls()
  const simulated = await startSimulatedAccounts({
    seeds: [world.account, ...world.otherAccounts].map((seed) => seedSchema.parse(seed)),
    enforcementDelayMs: world.enforcementDelay.ms / timeScale,
    cloudTrailLagMs: world.trailDelay.ms / timeScale,
    lookupEventsPerSecond: LOOKUPS_PER_SECOND * timeScale,
    now: () => clock.past ?? new Date(),
    beforeCall: delays(slow, timeScale),
  })
  const accounts = new WorldAccounts(simulated.accounts)
  past.live(simulated.accounts, (now) => {
    clock.past = now
  })
  clock.past = null
  const { identities } = kept
  if (identities === null) throw new Error('Nobody lived through the history.')
  return {
    url: simulated.url,
    accounts,
    identities,
    onCall: (listener) => {
      for (const account of accounts.all) onCallsOf(account, listener)
    },
    injectFault: (rule) => {
      for (const account of accounts.all) account.injectFault(rule)
    },
    slow,
    delayTrail: (byMs) => {
      for (const account of accounts.all) delayTrailOf(account, byMs / timeScale)
    },
    close: simulated.close,
  }
}

function delays(slow: SlowCalls, timeScale: number): BeforeCall {
  return async ({ service, operation }) => {
    const slowMs = slow.takeMs(`${service}:${operation}`) / timeScale
    if (slowMs > 0) await pause(slowMs)
  }
}
