import type { AwsConnection } from './client-options.js'
import { LookupEventsReader } from './cloudtrail/lookup-events.js'
import { RequestPace } from './request-pace.js'

/** Readers of the event history of further Regions, each made once, and the pace of each shared by all who ask there. */
export class LookupsElsewhere {
  readonly #perSecond: number
  readonly #paces = new Map<string, RequestPace>()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
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
    const known = this.#paces.get(region) ?? new RequestPace(this.#perSecond)
    this.#paces.set(region, known)
    return known
  }
}
