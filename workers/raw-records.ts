import { sha256 } from '../src/domain/canonical-json.js'
import type { CloudTrailEvent } from '../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../src/domain/trail-record.js'
import { normaliseRecord } from '../src/evidence/record/normalise-record.js'
import { withoutSecrets } from '../src/evidence/record/without-secrets.js'

/** One question needs no more; beyond this a bucket is scanned with `tourniquet evidence`, in threads and bounded memory. */
const MOST_RECORDS = 20_000
const MOST_CHARACTERS = 32 * 1024 * 1024

/**
 * What one source handed over, as it came and as events. Raw means each record as AWS wrote it, field for field, without the
 * values that open something: the session token of issued credentials, and what else is a secret by its name (see
 * `withoutSecrets`). CloudTrail writes that token down. Kept, it would make our own record a place to steal access from, for
 * as long as the session lives, and nobody who checks evidence needs it.
 */
export class RawRecords {
  /** Told once more is handed over than is taken. */
  onFull: () => void = () => {}
  /** Told of each event, as it comes. */
  onEvent: (event: CloudTrailEvent) => void = () => {}
  readonly #events = new Map<string, CloudTrailEvent>()
  readonly #lines = new Set<string>()
  #characters = 0
  #skipped = 0

  add(records: readonly TrailRecord[]): void {
    for (const record of records) {
      if (this.#lines.size >= MOST_RECORDS || this.#characters >= MOST_CHARACTERS) {
        this.onFull()
        return
      }
      this.#add(record)
    }
  }

  /** Different records. */
  get count(): number {
    return this.#lines.size
  }

  /** Records that tell no call, or not whose or when. */
  get skipped(): number {
    return this.#skipped
  }

  /** Each event id once. */
  get events(): IterableIterator<CloudTrailEvent> {
    return this.#events.values()
  }

  /** As they are kept, one after the other: together they may be large. */
  *records(): Generator<TrailRecord> {
    for (const line of this.#lines) {
      const record: TrailRecord = JSON.parse(line)
      yield record
    }
  }

  /** Of the first and the last call in it. */
  get span(): { readonly from: string | null; readonly to: string | null } {
    const times = [...this.#events.values()].map(({ eventTime }) => eventTime).sort()
    return { from: times[0] ?? null, to: times.at(-1) ?? null }
  }

  /** A record a line, sorted: the same records are the same text, whatever way and however often they came. */
  text(): string {
    return [...this.#lines]
      .sort()
      .map((line) => `${line}\n`)
      .join('')
  }

  digest(): string {
    return sha256(this.text())
  }

  #add(record: TrailRecord): void {
    const line = JSON.stringify(withoutSecrets(record))
    if (this.#lines.has(line)) return
    this.#lines.add(line)
    this.#characters += line.length
    const read = normaliseRecord(record)
    if (!read.ok) {
      this.#skipped += 1
      return
    }
    this.#events.set(read.event.eventId, read.event)
    this.onEvent(read.event)
  }
}
