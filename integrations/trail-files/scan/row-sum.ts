import type { CallSum } from '../../../src/evidence/facts/call-sum.js'
import { type EventMark, keptEventIds } from '../../../src/evidence/facts/trail-facts.js'
import type { CallRows } from './call-rows.js'
import type { RowMarks } from './row-marks.js'

const [ok, denied] = [0, 2]

/** The rows of one group as a sum, one group after the other. */
export class RowSum implements CallSum {
  ok = 0
  failed = 0
  denied = 0
  firstSeenMs = 0
  lastSeenMs = 0
  readonly #times: CallRows['times']
  readonly #outcomes: CallRows['outcomes']
  readonly #marks: RowMarks
  /** In the order of time, ids deciding. */
  #rows: Int32Array = new Int32Array(0)
  #eventIds: readonly EventMark[] | null = null

  constructor({ times, outcomes }: CallRows, marks: RowMarks) {
    this.#times = times
    this.#outcomes = outcomes
    this.#marks = marks
  }

  /** Counts these rows, at least one, and nothing of those before. May put them in another order. */
  of(rows: Int32Array): this {
    const times = this.#times
    this.#order(rows)
    this.#rows = rows
    this.#eventIds = null
    this.#count(rows)
    this.firstSeenMs = times[rows[0] ?? 0] ?? 0
    this.lastSeenMs = times[rows[rows.length - 1] ?? 0] ?? 0
    return this
  }

  get eventIds(): readonly EventMark[] {
    if (this.#eventIds !== null) return this.#eventIds
    const marks: EventMark[] = Array.from({ length: Math.min(keptEventIds, this.#rows.length) }, (_, place) =>
      this.#marks.at(this.#rows[place] ?? 0),
    )
    this.#eventIds = marks
    return marks
  }

  get firstEventId(): string {
    return this.#marks.at(this.#rows[0] ?? 0).eventId
  }

  get lastEventId(): string {
    return this.#marks.at(this.#rows[this.#rows.length - 1] ?? 0).eventId
  }

  atMs(place: number): number {
    return this.#times[this.#rows[place] ?? 0] ?? 0
  }

  isOk(place: number): boolean {
    return this.#outcomes[this.#rows[place] ?? 0] === ok
  }

  #count(rows: Int32Array): void {
    let [wereOk, wereDenied] = [0, 0]
    for (let place = 0; place < rows.length; place += 1) {
      const outcome = this.#outcomes[rows[place] ?? 0]
      if (outcome === ok) wereOk += 1
      else if (outcome === denied) wereDenied += 1
    }
    this.ok = wereOk
    this.failed = rows.length - wereOk
    this.denied = wereDenied
  }

  /** Logs are nearly in order. */
  #order(rows: Int32Array): void {
    for (let place = 1; place < rows.length; place += 1) {
      if (this.#marks.compare(rows[place - 1] ?? 0, rows[place] ?? 0) <= 0) continue
      rows.sort((a, b) => this.#marks.compare(a, b))
      return
    }
  }
}
