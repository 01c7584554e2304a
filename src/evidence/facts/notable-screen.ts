import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { actorOf } from '../record/actor-of.js'
import type { GatheringWindow } from './facts-gatherer.js'
import { KnownCalls } from './known-calls.js'
import { defaultLimit, type NotableCall, type NotableEvents, NotableGatherer } from './notable-events.js'
import type { NotableRecord } from './notable-record.js'
import { outcomeOf } from './outcome-of.js'

/** Of both windows. */
export interface ScreenedEvents {
  readonly scope: NotableEvents
  readonly baseline: NotableEvents
}

/**
 * Sifts out the records that are worth handing to the gatherer of another thread (`FactsGatherer.keep`): those that the limits of
 * notable records may let in, judged by the records that were seen here.
 */
export class NotableScreen {
  readonly #calls = new KnownCalls()
  readonly #window: GatheringWindow
  readonly #scope: NotableGatherer
  readonly #baseline: NotableGatherer

  constructor(window: GatheringWindow) {
    const { scope, baseline } = window.notableLimit ?? defaultLimit
    this.#window = window
    this.#scope = new NotableGatherer(scope)
    this.#baseline = new NotableGatherer(baseline)
  }

  add(event: CloudTrailEvent, atMs: number): void {
    const count = { atMs, outcome: outcomeOf(event) }
    this.#windowAt(atMs)?.add(event, this.#calls.callOf(event), actorOf(event).key, count)
  }

  /** The same of one that was not read whole. False where it is none that is kept. */
  addRecord(record: NotableRecord, call: NotableCall): boolean {
    return this.#windowAt(call.atMs)?.addRecord(record, call) ?? false
  }

  /** Since the last time, but for what may be dropped yet: see `NotableGatherer`. */
  takeSettled(): ScreenedEvents {
    return { scope: this.#scope.takeSettled(), baseline: this.#baseline.takeSettled() }
  }

  /** Since the last time. */
  take(): ScreenedEvents {
    return { scope: this.#scope.take(), baseline: this.#baseline.take() }
  }

  #windowAt(atMs: number): NotableGatherer | null {
    const { scope, baselineFromMs } = this.#window
    if (atMs >= scope.fromMs && atMs <= scope.toMs) return this.#scope
    return atMs >= baselineFromMs && atMs < scope.fromMs ? this.#baseline : null
  }
}
