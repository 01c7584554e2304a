import { countUp, emptyIpTally } from './actor-facts.js'
import { type Count, emptyTally, entryOf, isBefore, type Marks, mergeTally } from './tallies.js'
import { type ActorFacts, type EventMark, type KeyFacts, keptEventIds, type Tally } from './trail-facts.js'
import { withVisit } from './visits.js'

/** Where and with what a call was made. While a credential stays there, these are the same strings: maps find them at once. */
export interface CallPlace {
  readonly sourceIp: string | undefined
  readonly userAgent: string | undefined
  readonly region: string | undefined
}

/**
 * The calls of one caller from one place within one hour. They are counted here, and the sum is added to the tallies of the
 * address, the agent, the Region, the hour and the credential: six tallies a call would be most of all counting.
 */
export class Stay {
  readonly place: CallPlace
  /** Since the epoch. */
  readonly hour: number
  readonly #marks: EventMark[] = []
  /** The mark of the last call; null where it was not made yet: then it is `#lastMarks.at(#lastRow)`. */
  #last: EventMark | null = null
  #lastMs = Number.NEGATIVE_INFINITY
  #lastMarks: Marks | null = null
  #lastRow = 0
  #ok = 0
  #failed = 0
  #denied = 0

  constructor(place: CallPlace, hour: number) {
    this.place = place
    this.hour = hour
  }

  /** True where marks are to be asked for later on: see `settle`. */
  count({ atMs, outcome, marks, row }: Count): boolean {
    if (outcome === 'ok') this.#ok += 1
    else this.#failed += 1
    if (outcome === 'denied') this.#denied += 1
    if (atMs < this.#lastMs || (atMs === this.#lastMs && !this.#isBehindLast(marks.at(row)))) {
      this.#insert(marks.at(row))
      return false
    }
    const isFirst = this.#lastMarks === null
    this.#last = null
    this.#lastMs = atMs
    this.#lastMarks = marks
    this.#lastRow = row
    if (this.#marks.length < keptEventIds) this.#marks.push(marks.at(row))
    return isFirst
  }

  /** Asks for the marks that it has put off, and holds on to their source no longer. */
  settle(): void {
    this.#last = this.#lastMark()
    this.#lastMarks = null
  }

  /** Adds what was counted. Nothing is to be counted afterwards. */
  addTo(actor: ActorFacts, key: KeyFacts | null): void {
    this.settle()
    const last = this.#last
    const first = this.#marks[0]
    if (last === null || first === undefined) return
    const { sourceIp, userAgent, region } = this.place
    const tally = this.#tally(first, last)
    if (sourceIp !== undefined) {
      const byIp = entryOf(actor.byIp, sourceIp, emptyIpTally)
      mergeTally(byIp, tally)
      byIp.visits = withVisit(byIp.visits, {
        firstMs: first.atMs,
        lastMs: last.atMs,
        firstEventId: first.eventId,
        lastEventId: last.eventId,
      })
    }
    if (userAgent !== undefined) mergeTally(entryOf(actor.byAgent, userAgent, emptyTally), tally)
    if (region !== undefined) mergeTally(entryOf(actor.byRegion, region, emptyTally), tally)
    countUp(actor.byHour, this.hour, tally)
    if (key === null) return
    mergeTally(key, tally)
    if (sourceIp !== undefined) mergeTally(entryOf(key.byIp, sourceIp, emptyTally), tally)
    if (userAgent !== undefined) mergeTally(entryOf(key.agents, userAgent, emptyTally), tally)
  }

  /** What was counted; null: nothing was. */
  sum(): Tally | null {
    const [first, last] = [this.#marks[0], this.#lastMark()]
    return first === undefined || last === null ? null : this.#tally(first, last)
  }

  #lastMark(): EventMark | null {
    return this.#last ?? this.#lastMarks?.at(this.#lastRow) ?? null
  }

  #isBehindLast(mark: EventMark): boolean {
    const last = this.#lastMark()
    return last === null || isBefore(last, mark)
  }

  /** A call that came out of its order. */
  #insert(mark: EventMark): void {
    const marks = this.#marks
    const at = marks.findIndex((kept) => isBefore(mark, kept))
    marks.splice(at === -1 ? marks.length : at, 0, mark)
    if (marks.length > keptEventIds) marks.pop()
  }

  #tally(first: EventMark, last: EventMark): Tally {
    return {
      ok: this.#ok,
      failed: this.#failed,
      denied: this.#denied,
      firstSeenMs: first.atMs,
      lastSeenMs: last.atMs,
      // A copy: without the room that pushing has reserved.
      eventIds: this.#marks.slice(),
    }
  }
}
