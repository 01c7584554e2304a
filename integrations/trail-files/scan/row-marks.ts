import type { EventMark } from '../../../src/evidence/facts/trail-facts.js'
import type { CallRows } from './call-rows.js'
import { IdReader } from './id-column.js'

/** The event ids of rows, each made a text when it is asked for the first time. */
export class RowMarks {
  readonly #times: CallRows['times']
  readonly #ids: IdReader
  readonly #marks: (EventMark | undefined)[]

  constructor({ rows, times, ids }: CallRows) {
    this.#times = times
    this.#ids = new IdReader(ids)
    this.#marks = Array.from({ length: rows })
  }

  at(row: number): EventMark {
    const known = this.#marks[row]
    if (known !== undefined) return known
    const mark = { eventId: this.#ids.at(row), atMs: this.#times[row] ?? 0 }
    this.#marks[row] = mark
    return mark
  }

  /** Below 0 where `a` is the earlier one: by time, then by id. */
  compare(a: number, b: number): number {
    const later = (this.#times[a] ?? 0) - (this.#times[b] ?? 0)
    return later === 0 ? this.#ids.compare(a, b) : later
  }
}
