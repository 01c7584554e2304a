import { compareTexts } from '../../../src/evidence/facts/texts.js'
import type { EventMark } from '../../../src/evidence/facts/trail-facts.js'
import type { CallRows } from './call-rows.js'

/** The event ids of rows, each made a text when it is asked for the first time. */
export class RowMarks {
  readonly #rows: CallRows
  readonly #ids: Buffer
  /** Where the id of each row begins. */
  readonly #from: Uint32Array
  readonly #marks: (EventMark | undefined)[]

  constructor(rows: CallRows) {
    this.#rows = rows
    this.#ids = Buffer.from(rows.ids.buffer, rows.ids.byteOffset, rows.ids.length)
    this.#from = new Uint32Array(rows.rows)
    this.#marks = Array.from({ length: rows.rows })
    let from = 0
    for (let row = 0; row < rows.rows; row += 1) {
      this.#from[row] = from
      from += rows.idLengths[row] ?? 0
    }
  }

  at(row: number): EventMark {
    const known = this.#marks[row]
    if (known !== undefined) return known
    const mark = { eventId: this.#idOf(row), atMs: this.#rows.times[row] ?? 0 }
    this.#marks[row] = mark
    return mark
  }

  /** Below 0 where `a` is the earlier one: by time, then by id. */
  compare(a: number, b: number): number {
    const { times } = this.#rows
    const later = (times[a] ?? 0) - (times[b] ?? 0)
    return later === 0 ? this.#compareIds(a, b) : later
  }

  /** Bytes of Latin-1 compare as their texts do; other texts are compared as such. */
  #compareIds(a: number, b: number): number {
    const { idLengths } = this.#rows
    const [lengthA, lengthB] = [idLengths[a] ?? 0, idLengths[b] ?? 0]
    if (lengthA === 0 || lengthB === 0) return compareTexts(this.at(a).eventId, this.at(b).eventId)
    const ids = this.#ids
    const [fromA, fromB] = [this.#from[a] ?? 0, this.#from[b] ?? 0]
    for (let at = 0; at < lengthA && at < lengthB; at += 1) {
      const differ = (ids[fromA + at] ?? 0) - (ids[fromB + at] ?? 0)
      if (differ !== 0) return differ
    }
    return lengthA - lengthB
  }

  #idOf(row: number): string {
    const { idLengths, longIds } = this.#rows
    const [from, length] = [this.#from[row] ?? 0, idLengths[row] ?? 0]
    return length === 0 ? (longIds.get(row) ?? '') : this.#ids.toString('latin1', from, from + length)
  }
}
