import { readUuid, wordsPerUuid, writeUuid } from '../record/uuid-words.js'

/** `failed` includes those that were denied. */
export interface CallCounts {
  readonly ok: number
  readonly failed: number
}

/** Of one call from one address: how often, and the first of them. */
export interface CallPlace extends CallCounts {
  readonly firstSeenMs: number
  /** Of several at one moment the smallest. */
  readonly firstEventId: string
}

/** Rows that share their memory: an array that grows would be there twice while it does. */
const rowsPerBlock = 1_024
const blockShift = 10
/** Successes, failures, and the event id. */
const width = 2 + wordsPerUuid

interface Block {
  readonly numbers: Uint32Array
  readonly times: Float64Array
}

/**
 * Counts in 32 bytes a row, with the event id that they begin with: there is one for each call and address of each actor, the most
 * of all that is counted, and as an object with its id a row takes four times as much.
 */
export class PlaceRows {
  readonly #blocks: Block[] = []
  #rows = 0
  /** By row: what is no UUID, as stand-ins for missing ids. */
  readonly #otherIds = new Map<number, string>()
  readonly #words = new Uint32Array(wordsPerUuid)

  /** A new row that says the same. */
  copy(place: CallPlace): number {
    const row = this.#add()
    this.#addTo(row, place.ok, place.failed)
    this.#beginWith(row, place.firstSeenMs, place.firstEventId)
    return row
  }

  /** Asks for the first id where it may be the first one of the row. */
  merge(row: number, from: CallPlace): void {
    this.#addTo(row, from.ok, from.failed)
    const { firstSeenMs } = from
    const ownMs = this.#blockOf(row).times[row & (rowsPerBlock - 1)] ?? 0
    if (firstSeenMs > ownMs) return
    const { firstEventId } = from
    if (firstSeenMs < ownMs || firstEventId < this.#idOf(row)) this.#beginWith(row, firstSeenMs, firstEventId)
  }

  at(row: number): CallPlace {
    const { numbers, times } = this.#blockOf(row)
    const at = (row & (rowsPerBlock - 1)) * width
    const firstSeenMs = times[row & (rowsPerBlock - 1)] ?? 0
    return { ok: numbers[at] ?? 0, failed: numbers[at + 1] ?? 0, firstSeenMs, firstEventId: this.#idOf(row) }
  }

  countsAt(row: number): CallCounts {
    const { numbers } = this.#blockOf(row)
    const at = (row & (rowsPerBlock - 1)) * width
    return { ok: numbers[at] ?? 0, failed: numbers[at + 1] ?? 0 }
  }

  #add(): number {
    const row = this.#rows
    if (row === this.#blocks.length * rowsPerBlock) {
      this.#blocks.push({ numbers: new Uint32Array(rowsPerBlock * width), times: new Float64Array(rowsPerBlock) })
    }
    this.#rows = row + 1
    return row
  }

  #addTo(row: number, ok: number, failed: number): void {
    const { numbers } = this.#blockOf(row)
    const at = (row & (rowsPerBlock - 1)) * width
    numbers[at] = (numbers[at] ?? 0) + ok
    numbers[at + 1] = (numbers[at + 1] ?? 0) + failed
  }

  #beginWith(row: number, atMs: number, eventId: string): void {
    const { numbers, times } = this.#blockOf(row)
    const place = row & (rowsPerBlock - 1)
    times[place] = atMs
    const isUuid = readUuid(eventId, this.#words)
    if (isUuid) this.#otherIds.delete(row)
    else this.#otherIds.set(row, eventId)
    for (let word = 0; word < wordsPerUuid; word += 1) {
      numbers[place * width + 2 + word] = isUuid ? (this.#words[word] ?? 0) : 0
    }
  }

  #idOf(row: number): string {
    const id = writeUuid(this.#blockOf(row).numbers, (row & (rowsPerBlock - 1)) * width + 2)
    return id ?? this.#otherIds.get(row) ?? ''
  }

  #blockOf(row: number): Block {
    const block = this.#blocks[row >> blockShift]
    if (block === undefined) throw new RangeError('There is no such row.')
    return block
  }
}
