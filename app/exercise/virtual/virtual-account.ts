import type { LoggedCall } from '../../../simulated-aws/account/call-log.js'
import type { BeforeCall } from '../../../simulated-aws/before-call.js'
import type { SeedInput } from '../../../simulated-aws/seed/seed.js'
import { type SimulatedAccount, startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'
import { delayTrailOf, onCallsOf } from '../watch-account.js'
import type { Activity } from './activity.js'
import type { SeededRandom } from './seeded-random.js'
import { SlowCalls } from './slow-calls.js'
import type { VirtualTime } from './virtual-time.js'

export interface VirtualAccountOptions {
  readonly seed: SeedInput
  /** Other accounts beside it: roles can be assumed from one into another. */
  readonly otherSeeds?: readonly SeedInput[]
  readonly enforcementDelayMs: number
  readonly cloudTrailLagMs: number
  /** What had happened before the clock began to run. */
  readonly past?: Past
}

/** Calls that were made, authorised and recorded under a clock that is set back. */
export interface Past {
  /** Since when the accounts are there. */
  readonly since: Date
  /** Lets it happen; `setClock` says when the next call is made. */
  live(accounts: readonly SimulatedAccount[], setClock: (now: Date) => void): void
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

/**
 * The simulated accounts on virtual time, the one of `seed` first: each call by HTTP takes a while, in which everybody else may
 * act. Each draws from a source of its own, and its latencies depend on its own calls alone. Closing the first closes all.
 */
export async function startVirtualAccounts(
  time: VirtualTime,
  activity: Activity,
  random: SeededRandom,
  options: VirtualAccountOptions,
): Promise<[VirtualAccount, ...VirtualAccount[]]> {
  const { past, seed, otherSeeds = [], ...settings } = options
  const clock: { past: Date | null } = { past: past?.since ?? null }
  const gates = new Map<string, Gate>()
  const { accounts, close } = await startSimulatedAccounts({
    ...settings,
    seeds: [seed, ...otherSeeds],
    now: () => clock.past ?? time.now(),
    randomOf: (accountId) => {
      const source = random.fork(nameOf(seed, accountId, 'account'))
      return (bytes) => source.bytes(bytes)
    },
    // The pace is kept by the latency; two requests that share a virtual moment are not throttled on top.
    lookupEventsPerSecond: 1_000,
    beforeCall: (call) => gates.get(call.accountId)?.pass(call),
  })
  for (const { account } of accounts) {
    const latencies = random.fork(nameOf(seed, account.accountId, 'latency'))
    gates.set(account.accountId, new Gate(time, activity, latencies, nameOf(seed, account.accountId, '')))
  }
  try {
    past?.live(accounts, (now) => {
      clock.past = now
    })
  } catch (error) {
    // An open server would keep the process from ending.
    await close()
    throw error
  }
  clock.past = null
  const [first, ...others] = accounts.map((one) => virtual(one, gates.get(one.account.accountId)))
  if (first === undefined) throw new Error('No account was started.')
  return [first, ...others]
}

/** The first account's draws are what they are without others beside it. */
function nameOf({ accountId: first }: SeedInput, accountId: string, name: string): string {
  return accountId === first ? name : `${name} ${accountId}`
}

function virtual(account: SimulatedAccount, gate: Gate | undefined): VirtualAccount {
  return {
    ...account,
    onCall: (listener) => onCallsOf(account, listener),
    slow: gate?.slow ?? new SlowCalls(),
    delayTrail: (byMs) => delayTrailOf(account, byMs),
  }
}

/**
 * What a call to one account waits for. Its latency comes from what it asks and how often that was asked: requests may reach the
 * account in any order.
 */
class Gate {
  readonly slow = new SlowCalls()
  readonly #time: VirtualTime
  readonly #activity: Activity
  readonly #random: SeededRandom
  readonly #name: string
  readonly #counts = new Map<string, number>()
  #lookupFreeAtMs = 0

  /** `name` tells its calls from those of other accounts; '' of the first. */
  constructor(time: VirtualTime, activity: Activity, random: SeededRandom, name: string) {
    this.#time = time
    this.#activity = activity
    this.#random = random
    this.#name = name
  }

  async pass(call: Parameters<BeforeCall>[0]): Promise<void> {
    const parameters = 'parameters' in call ? JSON.stringify(call.parameters) : ''
    const asked = `${call.service}:${call.operation} ${parameters}${this.#name}`
    const count = (this.#counts.get(asked) ?? 0) + 1
    this.#counts.set(asked, count)
    const key = `${asked} #${count}`
    const slowMs = this.slow.takeMs(`${call.service}:${call.operation}`)
    await this.#activity.waiting(this.#time.wait(this.#latencyMs(call.operation, key) + slowMs, key))
  }

  #latencyMs(operation: string, key: string): number {
    const { least, most } = LATENCY_MS
    if (operation !== 'LookupEvents') return least + Math.floor(this.#random.of(key) * (most - least + 1))
    this.#lookupFreeAtMs = Math.max(this.#lookupFreeAtMs, this.#time.nowMs) + LOOKUP_MS
    return this.#lookupFreeAtMs - this.#time.nowMs
  }
}
