import type { CallPlace, PlaceRows } from './place-rows.js'
import { compareTexts } from './texts.js'

/** Where a call was made from, in the order of addresses. What is told of one is made when it is asked for. */
export class CallPlaces implements Iterable<readonly [string, CallPlace]> {
  readonly #rowOf = new Map<string, number>()
  readonly #rows: PlaceRows

  /** Any number of them may share `rows`. */
  constructor(rows: PlaceRows) {
    this.#rows = rows
  }

  get size(): number {
    return this.#rowOf.size
  }

  get(sourceIp: string): CallPlace | undefined {
    const row = this.#rowOf.get(sourceIp)
    return row === undefined ? undefined : this.#rows.at(row)
  }

  *[Symbol.iterator](): Generator<readonly [string, CallPlace]> {
    for (const [sourceIp, row] of [...this.#rowOf].sort(([a], [b]) => compareTexts(a, b))) {
      yield [sourceIp, this.#rows.at(row)]
    }
  }

  /** Calls that were made from one address. */
  count(sourceIp: string, calls: CallPlace): void {
    const row = this.#rowOf.get(sourceIp)
    if (row === undefined) this.#rowOf.set(sourceIp, this.#rows.copy(calls))
    else this.#rows.merge(row, calls)
  }

  /** Adds what `from` has, which stays as it is. */
  merge(from: CallPlaces): void {
    for (const [sourceIp, place] of from) this.count(sourceIp, place)
  }
}
