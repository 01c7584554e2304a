import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import type { TrailFacts } from '../facts/trail-facts.js'

/** The records of the scope that were kept whole, by their ids: every actor asks for its own. */
export class KeptRecords {
  readonly #byId: ReadonlyMap<string, CloudTrailEvent>

  constructor({ scope }: TrailFacts) {
    this.#byId = new Map(scope.notable.map((event) => [event.eventId, event]))
  }

  /** Each once, as far as it was kept. */
  of(eventIds: Iterable<string>): CloudTrailEvent[] {
    return [...new Set(eventIds)].flatMap((id) => this.#byId.get(id) ?? [])
  }
}
