import ipaddr from 'ipaddr.js'
import type { Clock } from '../../src/ports.js'

/** Somebody who rotates a secret wrongly stays below; a guesser does not. */
const FAILURES_A_MINUTE = 20
/** About 100 KB. Who is forgotten for others starts anew, which costs a guesser nothing and us only a few answers more. */
const ADDRESSES = 1_000
const WINDOW_MS = 60_000

/** The failures of an address in its window. */
interface Failures {
  readonly sinceMs: number
  readonly count: number
}

/**
 * Counts failed authentications by address and says when one has had its share: the rest of its minute is then answered
 * shortly, without a record. Only failures are counted and only they are capped: the right secret is never asked for its
 * address, so nobody can lock a sender out by failing from where it sends, be it the same proxy. That makes the cap a guard
 * of our log and not of the secret, which its length guards. (Delaying the answers instead would let a guesser hold as many
 * of our connections as it likes.)
 *
 * IPv6 addresses count by their /64, since one subscriber has that many. Behind a proxy the address is the proxy's: no
 * forwarded header is believed, for everybody may write one.
 */
export class FailureCap {
  readonly #failures = new Map<string, Failures>()

  readonly #clock: Pick<Clock, 'monotonicMs'>

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  /** Counts a failure; true if the address has had more than its share. */
  failed(address: string): boolean {
    const nowMs = this.#clock.monotonicMs()
    const key = neighbourhoodOf(address)
    const known = this.#failures.get(key)
    const isCurrent = known !== undefined && nowMs - known.sinceMs < WINDOW_MS
    const failures = isCurrent ? { ...known, count: known.count + 1 } : { sinceMs: nowMs, count: 1 }
    // Deleted first, so that the order of the map is the order of last failures and the longest quiet one goes.
    this.#failures.delete(key)
    this.#failures.set(key, failures)
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > ADDRESSES && oldest !== undefined) this.#failures.delete(oldest)
    return failures.count > FAILURES_A_MINUTE
  }

  /** Whether the address has had its share by now; counts nothing. */
  isSpent(address: string): boolean {
    const known = this.#failures.get(neighbourhoodOf(address))
    const isCurrent = known !== undefined && this.#clock.monotonicMs() - known.sinceMs < WINDOW_MS
    return isCurrent && known.count >= FAILURES_A_MINUTE
  }

  get size(): number {
    return this.#failures.size
  }
}

function neighbourhoodOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.')
}
