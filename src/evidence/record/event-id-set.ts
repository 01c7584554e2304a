import { readUuid, wordsPerUuid } from './uuid-words.js'

/**
 * Which event ids were seen: CloudTrail delivers at least once, and sources overlap. Exact, never a guess by a part of the
 * id. CloudTrail's ids are UUIDs and are kept as their 16 bytes in one table (20 to 43 bytes an id with its free slots): a
 * Set of texts took 334 MB for three million where this took 103 MB, and a scan has 300 MB for everything. Other ids
 * (stand-ins for missing ones) go into a Set.
 */
export class EventIdSet {
  #table: Uint32Array
  #slots: number
  #uuids = 0
  readonly #others = new Set<string>()
  readonly #words = new Uint32Array(wordsPerUuid)

  constructor(expected = 1_024) {
    this.#slots = powerOfTwo(Math.ceil(expected / fullAt))
    this.#table = new Uint32Array(this.#slots * wordsPerUuid)
  }

  get size(): number {
    return this.#uuids + this.#others.size
  }

  /** True where the id is new; false where it was added before. */
  add(eventId: string): boolean {
    if (!readUuid(eventId, this.#words)) {
      const before = this.#others.size
      return this.#others.add(eventId).size > before
    }
    if (this.#uuids >= this.#slots * fullAt) this.#grow()
    const isNew = insert(this.#table, this.#slots, this.#words)
    if (isNew) this.#uuids += 1
    return isNew
  }

  #grow(): void {
    const old = this.#table
    this.#slots *= 2
    this.#table = new Uint32Array(this.#slots * wordsPerUuid)
    for (let at = 0; at < old.length; at += wordsPerUuid) {
      const words = old.subarray(at, at + wordsPerUuid)
      if (words.some((word) => word !== 0)) insert(this.#table, this.#slots, words)
    }
  }
}

/** Fuller than this, neighbours are asked too often. */
const fullAt = 0.75

/** The slot of the words, or the first free one after where they belong. */
function insert(table: Uint32Array, slots: number, words: Uint32Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = words
  for (let slot = mixed(a, b, c, d) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const at = slot * wordsPerUuid
    const isFree = table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0 && table[at + 3] === 0
    if (isFree) {
      table.set(words, at)
      return true
    }
    if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return false
  }
}

/** All words count: ids that tests and exports make up often differ in the last digits only. */
function mixed(a: number, b: number, c: number, d: number): number {
  let hash = a
  for (const word of [b, c, d]) {
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ word
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function powerOfTwo(least: number): number {
  return 2 ** Math.max(4, Math.ceil(Math.log2(least)))
}
