import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { BeforeCall } from '../../../simulated-aws/before-call.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../simulated-aws/simulated-account.js'
import type { Activity } from './activity.js'
import type { SeededRandom } from './seeded-random.js'
import { SlowCalls } from './slow-calls.js'
import type { VirtualTime } from './virtual-time.js'

export interface VirtualAccountOptions {
  readonly seed: SeedInput
  readonly enforcementDelayMs: number
  readonly cloudTrailLagMs: number
  /** What had happened before the clock began to run. */
  readonly past?: Past
}

/** Calls that were made, authorised and recorded under a clock that is set back. */
export interface Past {
  /** Since when the account is there. */
  readonly since: Date
  /** Lets it happen; `setClock` says when the next call is made. */
  live(account: SimulatedAccount, setClock: (now: Date) => void): void
}

export interface VirtualAccount extends SimulatedAccount {
  /** Told of every call as it takes effect, whoever made it. */
  onCall(listener: (call: LoggedCall) => void): void
  /** What AWS takes longer for than usual. */
  readonly slow: SlowCalls
  /** From now on CloudTrail shows each call this much later than it would. */
  delayTrail(byMs: number): void
}

/** How long a call to AWS takes before it has its effect. */
const LATENCY_MS = { least: 20, most: 120 }
/** CloudTrail answers two LookupEvents a second. */
const LOOKUP_MS = 500

/** The simulated account on virtual time: each call by HTTP takes a while, in which everybody else may act. */
export async function startVirtualAccount(
  time: VirtualTime,
  activity: Activity,
  random: SeededRandom,
  options: VirtualAccountOptions,
): Promise<VirtualAccount> {
  const { past, ...settings } = options
  const source = random.fork('account')
  const slow = new SlowCalls()
  const clock: { past: Date | null } = { past: past?.since ?? null }
  const account = await startSimulatedAccount({
    ...settings,
    now: () => clock.past ?? time.now(),
    random: (bytes) => source.bytes(bytes),
    // The pace is kept by the latency; two requests that share a virtual moment are not throttled on top.
    lookupEventsPerSecond: 1_000,
    beforeCall: latencies(time, activity, random.fork('latency'), slow),
  })
  past?.live(account, (now) => {
    clock.past = now
  })
  clock.past = null
  const listeners: ((call: LoggedCall) => void)[] = []
  const log = account.account.calls
  const add = log.add.bind(log)
  log.add = (call) => {
    add(call)
    for (const listener of listeners) listener(call)
  }
  const onCall = (listener: (call: LoggedCall) => void) => void listeners.push(listener)
  return { ...account, onCall, slow, delayTrail: (byMs) => delayTrail(account, byMs) }
}

function delayTrail({ account: { trail } }: SimulatedAccount, byMs: number): void {
  const add = trail.add.bind(trail)
  trail.add = (record, visibleAtMs) => add(record, visibleAtMs + byMs)
}

/** A call's latency comes from what it asks and how often that was asked: requests may reach the account in any order. */
function latencies(time: VirtualTime, activity: Activity, random: SeededRandom, slow: SlowCalls): BeforeCall {
  const counts = new Map<string, number>()
  let lookupFreeAtMs = 0
  const latencyOf = (operation: string, key: string) => {
    const { least, most } = LATENCY_MS
    if (operation !== 'LookupEvents') return least + Math.floor(random.of(key) * (most - least + 1))
    lookupFreeAtMs = Math.max(lookupFreeAtMs, time.nowMs) + LOOKUP_MS
    return lookupFreeAtMs - time.nowMs
  }
  return async (call) => {
    const parameters = 'parameters' in call ? JSON.stringify(call.parameters) : ''
    const asked = `${call.service}:${call.operation} ${parameters}`
    const count = (counts.get(asked) ?? 0) + 1
    counts.set(asked, count)
    const key = `${asked} #${count}`
    const slowMs = slow.takeMs(`${call.service}:${call.operation}`)
    await activity.waiting(time.wait(latencyOf(call.operation, key) + slowMs, key))
  }
}
