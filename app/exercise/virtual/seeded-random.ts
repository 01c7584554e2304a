import { createHash } from 'node:crypto'

/**
 * Randomness that one seed decides. `fork` gives a source of its own to each part of a run, so that one part that asks once more
 * does not change what the others get; `of` depends on its words alone and not on what was asked before.
 */
export class SeededRandom {
  readonly #seed: string
  #state: number

  constructor(seed: string | number) {
    this.#seed = String(seed)
    this.#state = wordOf(this.#seed)
  }

  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`)
  }

  /** From 0 up to 1. */
  next(): number {
    return this.#word() / 2 ** 32
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** From 0 up to 1, always the same for the same words. */
  of(words: string): number {
    return wordOf(`${this.#seed}/${words}`) / 2 ** 32
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.alloc(count)
    for (let at = 0; at < count; at += 1) bytes.writeUInt8(this.#word() >>> 24, at)
    return bytes
  }

  /** mulberry32: plenty for ids and waits, and quick, since every call of the account takes a request id. */
  #word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let word = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word
    return (word ^ (word >>> 14)) >>> 0
  }
}

function wordOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE()
}
