import type { AwsConnection } from './client-options.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { type PaceClock, RequestPace } from './request-pace.js'

/** Readers of the event history of further Regions, each made once, and the pace of each shared by all who ask there. */
export class LookupsElsewhere {
  readonly #perSecond: number
  readonly #clock: PaceClock | undefined
  readonly #paces = new Map<string, RequestPace>()

  constructor(perSecond: number, clock?: PaceClock) {
    this.#perSecond = perSecond
    this.#clock = clock
  }

  by(connection: AwsConnection): (region: string) => LookupEventsReader {
    const readers = new Map<string, LookupEventsReader>()
    return (region) => {
      const known = readers.get(region)
      if (known !== undefined) return known
      const reader = new LookupEventsReader(connection, region, this.#paceOf(region))
      readers.set(region, reader)
      return reader
    }
  }

  #paceOf(region: string): RequestPace {
    const known = this.#paces.get(region) ?? new RequestPace(this.#perSecond, this.#clock)
    this.#paces.set(region, known)
    return known
  }
}
