import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { KeptRecord } from '../../../src/evidence/facts/notable-record.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'

/** A record that is read whole when it is asked for: four of five that may be kept are dropped before. */
export class UnreadRecord implements KeptRecord {
  /** Not as bytes: those lie outside of the heap, where V8 lets ten times as many wait to be collected. */
  readonly #text: string

  /** That of a record whose call was read, so that there is nothing in it to be refused: see `CallReader`. */
  constructor(text: string) {
    this.#text = text
  }

  get event(): CloudTrailEvent {
    const record: TrailRecord = JSON.parse(this.#text)
    const normalised = normaliseRecord(record)
    if (!normalised.ok) throw new Error(`A record was counted that is none: ${normalised.reason}`)
    return normalised.event
  }
}
