import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from './event-time.js'
import { defaultLimit, type NotableLimit } from './notable-events.js'
import type { ScreenedEvents } from './notable-screen.js'
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
  /** Scope and baseline: for whoever counts calls without their records. */
  readonly windows: readonly [WindowGatherer, WindowGatherer]
  readonly #fromMs: number
  readonly #toMs: number
  readonly #baselineFromMs: number

  constructor({ scope, baselineFromMs, notableLimit = defaultLimit }: GatheringWindow) {
    this.#fromMs = scope.fromMs
    this.#toMs = scope.toMs
    this.#baselineFromMs = baselineFromMs
    this.windows = [new WindowGatherer(notableLimit.scope), new WindowGatherer(notableLimit.baseline)]
  }

  add(event: CloudTrailEvent): void {
    const atMs = eventTimeMs(event.eventTime)
    this.windows[this.windowAt(atMs)]?.add(event, atMs)
  }

  /** The place in `windows` of the one that a call of this moment is to be counted in; -1: in none. */
  windowAt(atMs: number): number {
    if (atMs >= this.#fromMs && atMs <= this.#toMs) return 0
    return atMs >= this.#baselineFromMs && atMs < this.#fromMs ? 1 : -1
  }

  /** Records of calls that were counted without them, as a `NotableScreen` sifts them. */
  keep({ scope, baseline }: ScreenedEvents): void {
    this.windows[0].keep(scope)
    this.windows[1].keep(baseline)
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
    const scope = yield* this.windows[0].facts()
    const baseline = yield* this.windows[1].facts()
    return { scope, baseline }
  }
}
