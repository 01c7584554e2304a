/** A piece of a needle: so short that a search for it leaps from one of its first letters to the next. */
const pieceBytes = 4
const sampleBytes = 64 * 1024
/** What looking at a place costs, against one first letter that is leapt to. */
const placeCost = 20

/**
 * Finds a byte string by the piece of it that is rarest in logs like the first one. A search leaps to the first letter of what
 * it looks for: where every word has that letter, it is five times as slow as where few have.
 */
export class AnchoredNeedle {
  readonly #needle: Buffer
  readonly #piece: Buffer
  readonly #offset: number

  constructor(needle: Buffer, log: Buffer) {
    this.#needle = needle
    this.#offset = rarestPiece(needle, log.subarray(0, sampleBytes))
    this.#piece = needle.subarray(this.#offset, this.#offset + pieceBytes)
  }

  /** Adds where it begins, in order. */
  addPlaces(places: number[], content: Buffer): void {
    const piece = this.#piece
    for (let at = content.indexOf(piece); at !== -1; at = content.indexOf(piece, at + 1)) {
      const from = at - this.#offset
      if (from >= 0 && isAt(content, from, this.#needle)) places.push(from)
    }
  }
}

function rarestPiece(needle: Buffer, sample: Buffer): number {
  const letters = new Uint32Array(256)
  for (const byte of sample) letters[byte] = (letters[byte] ?? 0) + 1
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at + pieceBytes <= needle.length; at += 1) {
    const cost = (letters[needle[at] ?? 0] ?? 0) + placeCost * placesOf(needle.subarray(at, at + pieceBytes), sample)
    if (cost < least) [best, least] = [at, cost]
  }
  return best
}

function placesOf(piece: Buffer, sample: Buffer): number {
  let places = 0
  for (let at = sample.indexOf(piece); at !== -1; at = sample.indexOf(piece, at + 1)) places += 1
  return places
}

function isAt(text: Uint8Array, from: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at += 1) if (text[from + at] !== word[at]) return false
  return true
}
