import { isoOf } from '../facts/texts.js'
import type { Tally } from '../facts/trail-facts.js'

/** How often, when, and the earliest records of it. Times are ISO. `failed` includes `denied`. */
export interface Counts {
  readonly ok: number
  readonly failed: number
  readonly denied: number
  readonly firstSeen: string
  readonly lastSeen: string
  /** Up to ten; there are more where `ok` and `failed` together are. */
  readonly eventIds: readonly string[]
}

export function countsOf({ ok, failed, denied, firstSeenMs, lastSeenMs, eventIds }: Readonly<Tally>): Counts {
  return {
    ok,
    failed,
    denied,
    firstSeen: isoOf(firstSeenMs),
    lastSeen: isoOf(lastSeenMs),
    eventIds: eventIds.map(({ eventId }) => eventId),
  }
}

export function callsIn({ ok, failed }: { readonly ok: number; readonly failed: number }): number {
  return ok + failed
}
