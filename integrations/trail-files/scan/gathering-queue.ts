import { performance } from 'node:perf_hooks'
import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { ScreenedEvents } from '../../../src/evidence/facts/notable-screen.js'
import { TextPool } from '../../../src/evidence/facts/text-pool.js'
import { breathe } from './breathe.js'
import type { CallRows } from './call-rows.js'
import { gatherRows } from './gather-rows.js'
import { RowDictionary } from './row-dictionary.js'

/** What a thread has read of a log, or of a part of a long one. */
export interface ReadBatch {
  readonly calls: CallRows
  /** The records among them that may be worth keeping whole. */
  readonly notable: ScreenedEvents
}

interface WaitingBatch extends ReadBatch {
  readonly dictionary: RowDictionary
}

/** By the clock: the first rows take fifty times as long as those for which the code is compiled. */
const longestTurnMs = 4
const keptPerStep = 8
const none = { scope: { kept: [], dropped: 0 }, baseline: { kept: [], dropped: 0 } }

/** Gathers what threads have read, batch by batch: everything else has its turn between two of them. */
export class GatheringQueue {
  readonly #gatherer: FactsGatherer
  readonly #pool = new TextPool()
  readonly #waiting: WaitingBatch[] = []
  readonly #dictionaries = new Map<number, RowDictionary>()
  #gathering: Promise<void> | null = null
  /** To be told that a batch is done with. */
  readonly #shrunk: (() => void)[] = []

  constructor(gatherer: FactsGatherer) {
    this.#gatherer = gatherer
  }

  /** `thread` tells whose it is: batches of one thread are to come in the order in which it has read them. */
  add(batch: ReadBatch, thread: number): void {
    this.#waiting.push({ ...batch, dictionary: this.#dictionaryOf(thread) })
    if (this.#gathering !== null) return
    this.#gathering = this.#gather()
    // Told by `shrink` and `end`, of which the next may be long in coming.
    this.#gathering.catch(() => {})
  }

  /** Until no more than so many batches wait: whoever reads on needs memory for what is not gathered yet. */
  async shrink(most: number): Promise<void> {
    while (this.#waiting.length > most) {
      const shrunk = new Promise<void>((resolve) => {
        this.#shrunk.push(resolve)
      })
      // Whichever comes first: what goes wrong with gathering is thrown here as well.
      await Promise.race([shrunk, this.#gathering])
    }
  }

  /** Until all is gathered. */
  async end(): Promise<void> {
    await this.#gathering
  }

  async #gather(): Promise<void> {
    for (let batch = this.#waiting.shift(); batch !== undefined; batch = this.#waiting.shift()) {
      await breathe()
      let since = performance.now()
      for (const _step of this.#stepsOf(batch)) {
        if (performance.now() - since < longestTurnMs) continue
        await breathe()
        since = performance.now()
      }
      for (const resolve of this.#shrunk.splice(0)) resolve()
    }
    this.#gathering = null
  }

  #dictionaryOf(thread: number): RowDictionary {
    const known = this.#dictionaries.get(thread) ?? new RowDictionary(this.#pool)
    this.#dictionaries.set(thread, known)
    return known
  }

  *#stepsOf({ calls, dictionary, notable: { scope, baseline } }: WaitingBatch): Generator<void> {
    yield* gatherRows(calls, this.#gatherer, dictionary)
    for (const kept of listsOf(scope.kept)) {
      yield this.#gatherer.keep({ ...none, scope: { kept, dropped: 0 } })
    }
    for (const kept of listsOf(baseline.kept)) {
      yield this.#gatherer.keep({ ...none, baseline: { kept, dropped: 0 } })
    }
    this.#gatherer.keep({
      scope: { kept: [], dropped: scope.dropped },
      baseline: { kept: [], dropped: baseline.dropped },
    })
  }
}

function* listsOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += keptPerStep) yield items.slice(at, at + keptPerStep)
}
