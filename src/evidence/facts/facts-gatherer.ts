import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { CountedCall } from './counted-call.js'
import { eventTimeMs } from './event-time.js'
import type { HandedOut } from './mint-of.js'
import { defaultLimit, type NotableLimit } from './notable-events.js'
import type { ScreenedEvents } from './notable-screen.js'
import type { Count } from './tallies.js'
import type { TrailFacts } from './trail-facts.js'
import { WindowGatherer } from './window-gatherer.js'

export interface GatheringWindow {
  /** What is asked about; both ends belong to it. */
  readonly scope: { readonly fromMs: number; readonly toMs: number }
  /** From here up to the scope is what it is compared with. */
  readonly baselineFromMs: number
  readonly notableLimit?: { readonly scope: NotableLimit; readonly baseline: NotableLimit }
}

/**
 * Gathers records into facts. The order of records changes nothing: whichever thread read which log, and when. The caller sees to
 * it that each record is added once. Records outside of scope and baseline are passed over. Memory grows with distinct actors, keys, addresses, agents, calls and hours; of records
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
   * The same of a call whose record is kept nowhere, or handed to `keep`. Neither the call nor the count is held on to; the
   * count's `marks` are, until `settle`.
   */
  count(call: CountedCall, count: Count, handedOut: HandedOut | null): void {
    const { atMs } = count
    if (atMs >= this.#fromMs && atMs <= this.#toMs) this.#scope.count(call, count, handedOut)
    else if (atMs >= this.#baselineFromMs && atMs < this.#fromMs) this.#baseline.count(call, count, handedOut)
  }

  /** Holds on to no `marks` of calls that were counted: they may change or go. */
  settle(): void {
    this.#scope.settle()
    this.#baseline.settle()
  }

  /** Records of calls that were handed to `count`, as a `NotableScreen` sifts them. */
  keep({ scope, baseline }: ScreenedEvents): void {
    this.#scope.keep(scope)
    this.#baseline.keep(baseline)
  }

  /** What was gathered. It is the gatherer's own: add nothing afterwards. */
  facts(): TrailFacts {
    const steps = this.factsInSteps()
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return value
    }
  }

  /** The same for whoever has others waiting: of many records it takes long, and not between two steps. */
  *factsInSteps(): Generator<void, TrailFacts> {
    const scope = yield* this.#scope.facts()
    const baseline = yield* this.#baseline.facts()
    return { scope, baseline }
  }
}
