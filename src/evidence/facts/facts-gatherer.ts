import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from './counted-call.js'
import { eventTimeMs } from './event-time.js'
import type { NotableLimit } from './notable-events.js'
import type { TrailFacts } from './trail-facts.js'
import { WindowGatherer } from './window-gatherer.js'

export interface GatheringWindow {
  /** What is asked about; both ends belong to it. */
  readonly scope: { readonly fromMs: number; readonly toMs: number }
  /** From here up to the scope is what it is compared with. */
  readonly baselineFromMs: number
  readonly notableLimit?: { readonly scope: NotableLimit; readonly baseline: NotableLimit }
}

const defaultLimit = {
  scope: { events: 10_000, perCall: 400, perAddress: 200, perRead: 1_000, large: 200 },
  baseline: { events: 2_000, perCall: 40, perAddress: 20, perRead: 200, large: 50 },
}

/**
 * Gathers records into facts. The order of records and the way in which they are spread over gatherers change nothing: every
 * split merges into the same facts. The caller sees to it that each record is added once. Records outside of scope and
 * baseline are passed over. Memory grows with distinct actors, keys, addresses, agents, calls and hours; of records
 * themselves no more than the limits are kept.
 */
export class FactsGatherer {
  readonly #scope: WindowGatherer
  readonly #baseline: WindowGatherer
  readonly #fromMs: number
  readonly #toMs: number
  readonly #baselineFromMs: number

  constructor({ scope, baselineFromMs, notableLimit = defaultLimit }: GatheringWindow) {
    this.#fromMs = scope.fromMs
    this.#toMs = scope.toMs
    this.#baselineFromMs = baselineFromMs
    this.#scope = new WindowGatherer(notableLimit.scope)
    this.#baseline = new WindowGatherer(notableLimit.baseline)
  }

  add(event: CloudTrailEvent): void {
    const atMs = eventTimeMs(event.eventTime)
    if (atMs >= this.#fromMs && atMs <= this.#toMs) this.#scope.add(event, atMs)
    else if (atMs >= this.#baselineFromMs && atMs < this.#fromMs) this.#baseline.add(event, atMs)
  }

  /**
   * The same of a call that is only counted: no record of it is kept (`notableKindOf`) and it hands out no credentials.
   */
  count(call: CountedCall, atMs: number): void {
    if (atMs >= this.#fromMs && atMs <= this.#toMs) this.#scope.count(call, atMs)
    else if (atMs >= this.#baselineFromMs && atMs < this.#fromMs) this.#baseline.count(call, atMs)
  }

  /** Adds what another gatherer of the same window has found in other records. `facts` stay as they are. */
  merge(facts: TrailFacts): void {
    this.#scope.merge(facts.scope)
    this.#baseline.merge(facts.baseline)
  }

  /**
   * Hands over what was gathered since the last time, for another gatherer to merge, and forgets it: so whoever reads much needs
   * little memory. Notable records stay, since their limits hold for all of them together: `facts` has them.
   */
  take(): TrailFacts {
    return { scope: this.#scope.take(), baseline: this.#baseline.take() }
  }

  /** Plain data that passes between threads. It is the gatherer's own: hand it over, or stop adding. */
  facts(): TrailFacts {
    return { scope: this.#scope.facts(), baseline: this.#baseline.facts() }
  }
}
