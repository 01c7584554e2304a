import type { CallCounts, CallPlace, PlaceRows } from './place-rows.js'
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
    const places = [...this.#rowOf]
    if (places.length > 1) places.sort(byAddress)
    for (const [sourceIp, row] of places) yield [sourceIp, this.#rows.at(row)]
  }

  /** The same without the first record, which takes longer to tell than all else. */
  countsOf(sourceIp: string): CallCounts | undefined {
    const row = this.#rowOf.get(sourceIp)
    return row === undefined ? undefined : this.#rows.countsAt(row)
  }

  /** `countsOf` all addresses, in no order. */
  eachCount(look: (sourceIp: string, counts: CallCounts) => void): void {
    this.#rowOf.forEach((row, sourceIp) => {
      look(sourceIp, this.#rows.countsAt(row))
    })
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

function byAddress(a: readonly [string, number], b: readonly [string, number]): number {
  return compareTexts(a[0], b[0])
}
