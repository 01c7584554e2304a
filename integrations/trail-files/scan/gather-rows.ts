import type { CallSum } from '../../../src/evidence/facts/call-sum.js'
import type { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { WindowGatherer } from '../../../src/evidence/facts/window-gatherer.js'
import { type CallRows, mintColumns } from './call-rows.js'
import { handedOutAt } from './handed-out-at.js'
import { IdReader } from './id-column.js'
import { type RowCall, RowCalls } from './row-calls.js'
import { columnsOf } from './row-columns.js'
import type { RowDictionary } from './row-dictionary.js'
import { RowGroups } from './row-groups.js'
import { RowMarks } from './row-marks.js'
import { RowSum } from './row-sum.js'

const perStep = 16

/**
 * Counts the calls of these rows, some at a step: together those that a caller made from one place within an hour, and together those of
 * one name, since most calls of a log differ from others in nothing but their moment. `dictionary` is that of the thread that wrote the
 * rows, which is to hand in all of its rows, in their order.
 */
export function* gatherRows(rows: CallRows, gatherer: FactsGatherer, dictionary: RowDictionary): Generator<void> {
  dictionary.learn(rows)
  const batch = new Batch(rows, gatherer, dictionary)
  yield
  const { windows, ofStay, ofCall } = columnsOf(rows, gatherer, dictionary)
  yield
  yield* batch.count(new RowGroups(windows, ofStay), (window, call, sum) => {
    window.addStay(window.callerOf(call), call, sum)
  })
  yield* batch.count(new RowGroups(windows, ofCall), (window, call, sum) => {
    window.addCalls(window.callerOf(call), call, sum)
  })
  yield* batch.gatherMints(windows)
}

type Counting = (window: WindowGatherer, call: RowCall, sum: CallSum) => void

class Batch {
  readonly #rows: CallRows
  readonly #windows: FactsGatherer['windows']
  readonly #texts: RowDictionary['texts']
  readonly #marks: RowMarks
  readonly #sum: RowSum
  readonly #calls: RowCalls

  constructor(rows: CallRows, { windows }: FactsGatherer, dictionary: RowDictionary) {
    this.#rows = rows
    this.#windows = windows
    this.#texts = dictionary.texts
    this.#marks = new RowMarks(rows)
    this.#sum = new RowSum(rows, this.#marks)
    this.#calls = new RowCalls(rows, dictionary)
  }

  *count(groups: RowGroups, counting: Counting): Generator<void> {
    for (let group = 0; group < groups.count; group += 1) {
      if (group % perStep === 0) yield
      const rows = groups.rowsOf(group)
      const [row = 0] = rows
      const window = this.#windows[groups.windowOf(group)]
      if (window !== undefined) counting(window, this.#calls.at(row), this.#sum.of(rows))
    }
  }

  *gatherMints(windows: Int8Array): Generator<void> {
    const { mints, keyIds } = this.#rows
    const ids = new IdReader(keyIds)
    for (let at = 0; at < mints.length; at += mintColumns) {
      if (at % (perStep * mintColumns) === 0) yield
      const row = mints[at] ?? 0
      const window = this.#windows[windows[row] ?? -1]
      window?.addMint(
        this.#calls.at(row),
        handedOutAt(this.#texts, mints, at, ids.at(at / mintColumns)),
        this.#marks.at(row),
      )
    }
  }
}
