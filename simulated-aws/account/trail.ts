import { fieldOf, type JsonObject, textOf } from '../json.js'

export type TrailEntry = {
  readonly record: JsonObject
  readonly eventTimeMs: number
  readonly visibleAtMs: number
  /** Order of arrival: the tie-break between records of the same second. */
  readonly sequence: number
}

/** The CloudTrail event history of one account and Region, oldest first, with the delay before a record shows up. */
export class Trail {
  readonly #entries: TrailEntry[] = []
  #sequence = 0

  get size(): number {
    return this.#entries.length
  }

  /** A record without a readable eventTime counts as one of the moment in which it becomes visible. */
  add(record: JsonObject, visibleAtMs: number): void {
    const parsed = Date.parse(textOf(fieldOf(record, 'eventTime')) ?? '')
    const eventTimeMs = Number.isNaN(parsed) ? visibleAtMs : parsed
    this.#sequence += 1
    const entry = { record, eventTimeMs, visibleAtMs, sequence: this.#sequence }
    this.#entries.splice(this.#countUpTo(eventTimeMs), 0, entry)
  }

  /** For a seed with many records: sorts once instead of inserting one by one. */
  addPast(records: JsonObject[]): void {
    for (const record of records) {
      this.#sequence += 1
      const parsed = Date.parse(textOf(fieldOf(record, 'eventTime')) ?? '')
      const eventTimeMs = Number.isNaN(parsed) ? 0 : parsed
      this.#entries.push({ record, eventTimeMs, visibleAtMs: Number.NEGATIVE_INFINITY, sequence: this.#sequence })
    }
    this.#entries.sort((a, b) => a.eventTimeMs - b.eventTimeMs || a.sequence - b.sequence)
  }

  /** Everything visible at `nowMs`, newest first, and of that only what has an event time of `latestMs` or before. */
  *newestFirst(nowMs: number, latestMs = Number.POSITIVE_INFINITY): Generator<TrailEntry> {
    for (let index = this.#countUpTo(latestMs) - 1; index >= 0; index -= 1) {
      const entry = this.#entries[index]
      if (entry !== undefined && entry.visibleAtMs <= nowMs) yield entry
    }
  }

  /** Every record, oldest first, visible or not: the truth, for tests. */
  all(): JsonObject[] {
    return this.#entries.map((entry) => entry.record)
  }

  /** How many entries have an event time of `latestMs` or before: they are sorted by it. */
  #countUpTo(latestMs: number): number {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#entries[middle]?.eventTimeMs ?? 0) <= latestMs) low = middle + 1
      else high = middle
    }
    return low
  }
}
