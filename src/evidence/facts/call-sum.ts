import type { CallOutcome } from './outcome-of.js'
import type { EventMark, Tally } from './trail-facts.js'

/**
 * Calls that are counted together: at least one. Whoever counts many sums may use one object for all: nothing of it is held on to but
 * `eventIds`. What names records may be made when it is asked for: most tallies have enough of them, and making a text a record took
 * longer than all counting.
 */
export interface CallSum extends Readonly<Tally> {
  /** The first by time and id, and the last. */
  readonly firstEventId: string
  readonly lastEventId: string
  /** Of `ok + failed` calls, in the order of time. */
  atMs(place: number): number
  isOk(place: number): boolean
}

/** One call is a sum as well. */
export class OneCall implements CallSum {
  readonly ok: number
  readonly failed: number
  readonly denied: number
  readonly firstSeenMs: number
  readonly lastSeenMs: number
  readonly eventIds: readonly EventMark[]
  readonly firstEventId: string
  readonly lastEventId: string

  constructor(mark: EventMark, outcome: CallOutcome) {
    this.ok = outcome === 'ok' ? 1 : 0
    this.failed = 1 - this.ok
    this.denied = outcome === 'denied' ? 1 : 0
    this.firstSeenMs = mark.atMs
    this.lastSeenMs = mark.atMs
    this.eventIds = [mark]
    this.firstEventId = mark.eventId
    this.lastEventId = mark.eventId
  }

  atMs(): number {
    return this.firstSeenMs
  }

  isOk(): boolean {
    return this.ok === 1
  }
}
