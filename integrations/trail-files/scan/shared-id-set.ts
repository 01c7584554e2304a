import { createHash } from 'node:crypto'

/** What threads share of the set: one table a level, each twice as large as the one before. */
export type SharedIds = readonly SharedArrayBuffer[]

/**
 * Ids that have their place in one window; the next level takes those that find it full. Of a small one many are full long before
 * the table is, and each id of the next level, whose table is larger, takes a page of memory for itself.
 */
const window = 64
const levels = 6
const bytesPerId = 8
const leastSlots = 1 << 17
const mostSlots = 1 << 22
/** A record in a gz log takes at least that much, with few exceptions: only the first guess hangs on it. */
const gzBytesPerRecord = 96

/**
 * Memory is taken when it is written to: what is never reached costs nothing but addresses, of which the largest table takes
 * 1 GB at most. There is room for a hundred times as many ids as are expected, and for eight million at least.
 */
export function makeSharedIds(logBytes: number): SharedIds {
  const expected = Math.min(mostSlots, Math.max(leastSlots, (logBytes / gzBytesPerRecord) * 1.5))
  const slots = 2 ** Math.ceil(Math.log2(expected))
  return Array.from({ length: levels }, (_, level) => new SharedArrayBuffer(slots * 2 ** level * bytesPerId))
}

/**
 * Which event ids were seen by any thread: exactly one of those that add an id is told that it is new. An id has one sequence
 * of places, the same for all threads, and takes the first free one by compare-and-exchange; places are never freed, so no
 * lock is needed. The second half of an id is written right after the first one has taken the place: whoever meets
 * the same first half in between waits for that one instruction.
 *
 * Ids are told apart by 64 bits: those of a UUID folded and mixed, the first ones of the SHA-256 of any other text. The chance
 * that any two of n different ids are taken for one is below n² / 2^64: 0.000006 % for a million records, 0.06 % for a hundred
 * million. The exact `EventIdSet` takes three times as much, which 300 MB have no room for.
 */
export class SharedIdSet {
  readonly #tables: readonly Int32Array[]
  readonly #words = new Int32Array(2)

  constructor(shared: SharedIds) {
    this.#tables = shared.map((buffer) => new Int32Array(buffer))
  }

  /** True where the id is new; false where it was added before. Throws `TooManyRecordsError` where there is no room left, see `makeSharedIds`. */
  add(eventId: string): boolean {
    fingerprint(eventId, this.#words)
    const [low = 0, high = 0] = this.#words
    return this.addFingerprint(low, high)
  }

  /** The same of an id whose fingerprint was read out of bytes: see kernel/call-kernel.as. */
  addFingerprint(first: number, second: number): boolean {
    // Neither half is 0, which stands for a free place.
    const [low, high] = [first === 0 ? 1 : first, second === 0 ? 1 : second]
    for (const table of this.#tables) {
      const slots = table.length / 2
      const first = low ^ Math.imul(high, 0x9e3779b1)
      const start = first & (slots - window)
      for (let place = 0; place < window; place += 1) {
        const at = 2 * (start + ((first + place) & (window - 1)))
        const before = Atomics.compareExchange(table, at, 0, low)
        if (before === 0) {
          Atomics.store(table, at + 1, high)
          return true
        }
        if (before === low && secondHalf(table, at) === high) return false
      }
    }
    throw new TooManyRecordsError()
  }
}

function secondHalf(table: Int32Array, at: number): number {
  for (;;) {
    const high = Atomics.load(table, at + 1)
    if (high !== 0) return high
  }
}

export class TooManyRecordsError extends Error {
  constructor() {
    super('There are more records than can be told apart at once: ask about fewer files.')
    this.name = 'TooManyRecordsError'
  }
}

function fingerprint(eventId: string, words: Int32Array): void {
  if (readUuid(eventId, words)) return
  const digest = createHash('sha256').update(eventId).digest()
  words[0] = digest.readInt32LE(0)
  words[1] = digest.readInt32LE(4)
}

/** Each half of the 128 bits passes through two rounds with the others: ids that are made up differ in few digits. */
function readUuid(text: string, words: Int32Array): boolean {
  if (text.length !== 36) return false
  let a = 0
  let b = 0x6a09e667
  let digits = 0
  let word = 0
  for (let at = 0; at < 36; at += 1) {
    const code = text.charCodeAt(at)
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== 45) return false
      continue
    }
    const digit = code >= 97 && code <= 102 ? code - 87 : code >= 48 && code <= 57 ? code - 48 : -1
    if (digit === -1) return false
    word = (word << 4) | digit
    digits += 1
    if ((digits & 7) === 0) {
      a = mixed(a ^ word, 0x85ebca6b)
      b = mixed(b + Math.imul(word, 0x27d4eb2f), 0xc2b2ae35) ^ (a >>> 7)
      word = 0
    }
  }
  words[0] = a
  words[1] = b
  return true
}

function mixed(value: number, factor: number): number {
  const once = Math.imul(value ^ (value >>> 16), factor)
  const twice = Math.imul(once ^ (once >>> 13), 0x9e3779b1)
  return twice ^ (twice >>> 16)
}
