import { type MintBlock, type MintColumns, PackedMint, sharedFields } from './packed-mint.js'
import { mostBytesOf, readText, writeText } from './text-bytes.js'
import { TextColumn } from './text-column.js'
import { compareTexts } from './texts.js'
import type { Mint, MintList } from './trail-facts.js'
import { wholeMint } from './whole-mint.js'

/** Rows that are packed together: an array that grows would be there twice while it does. */
const rowsPerBlock = 4_096
const blockShift = 12
const ownBytes = rowsPerBlock * 48
const sortedAtOnce = 1_024
const mergedPerStep = 16_384

type Compare = (a: number, b: number) => number

/**
 * Mints in a fifth of the memory that they take as objects: one record in ten may be one, and a mint is an object for as long as
 * it is looked at. They come out in the order in which they went in, or in that of time, where `sorting` has put them.
 */
export class PackedMints implements MintList {
  readonly #columns: MintColumns = { shared: sharedFields.map(() => new TextColumn()), kinds: new TextColumn() }
  readonly #packed: MintBlock[] = []
  /** Its rows are still being written. */
  #open: MintBlock | null = null
  #row = 0
  #ownLength = 0
  /** null: as they came. */
  #order: Uint32Array | null = null

  get length(): number {
    return this.#packed.length * rowsPerBlock + this.#row
  }

  add(mint: Mint): void {
    this.#open ??= emptyBlock()
    const { shared, kinds, times, ownFrom } = this.#open
    for (let field = 0; field < sharedFields.length; field += 1) {
      const name = sharedFields[field]
      const column = this.#columns.shared[field]
      const numbers = shared[field]
      if (name === undefined || column === undefined || numbers === undefined) continue
      numbers[this.#row] = column.numberOf(mint[name])
    }
    kinds[this.#row] = this.#columns.kinds.numberOf(mint.kind)
    times[this.#row] = mint.atMs
    ownFrom[this.#row] = this.#ownLength
    this.#write(mint.eventId, this.#open)
    this.#write(mint.accessKeyId, this.#open)
    this.#write(mint.sharedEventId, this.#open)
    this.#row += 1
    this.#order = null
    if (this.#row === rowsPerBlock) this.#pack(this.#open)
  }

  *[Symbol.iterator](): Generator<Mint> {
    const mint = this.#firstMint()
    if (mint === null) return
    for (let place = 0; place < this.length; place += 1) {
      this.#move(mint, place)
      yield wholeMint(mint)
    }
  }

  /** One object that moves from row to row, and no generator: these took longer than what is done with most of them. */
  forEach(look: (mint: Mint) => void): void {
    const mint = this.#firstMint()
    if (mint === null) return
    const { length } = this
    for (let place = 0; place < length; place += 1) {
      this.#move(mint, place)
      look(mint)
    }
  }

  /** Puts them in the order of time, ids deciding between those of one moment: some milliseconds are between two steps. */
  *sorting(): Generator<void> {
    const compare = this.#comparing()
    let from = new Uint32Array(this.length)
    for (let row = 0; row < from.length; row += 1) from[row] = row
    for (let at = 0; at < from.length; at += sortedAtOnce) {
      from.subarray(at, at + sortedAtOnce).sort(compare)
      yield
    }
    let into = new Uint32Array(from.length)
    for (let size = sortedAtOnce; size < from.length; size *= 2) {
      yield* merging(from, into, size, compare)
      ;[from, into] = [into, from]
    }
    this.#order = from
  }

  /** Times lie in one piece for as long as it takes: looking each up in its block took twice as long. */
  #comparing(): Compare {
    const times = new Float64Array(this.length)
    for (const [block, { times: ofBlock }] of this.#packed.entries()) times.set(ofBlock, block * rowsPerBlock)
    if (this.#open !== null) times.set(this.#open.times.subarray(0, this.#row), this.#packed.length * rowsPerBlock)
    return (a, b) => {
      const later = (times[a] ?? 0) - (times[b] ?? 0)
      return later === 0 ? compareTexts(this.#eventIdOf(a), this.#eventIdOf(b)) : later
    }
  }

  #eventIdOf(row: number): string {
    const { own, ownFrom } = this.#blockOf(row)
    return readText(own, ownFrom[row % rowsPerBlock] ?? 0) ?? ''
  }

  #blockOf(row: number): MintBlock {
    const block = this.#packed[row >> blockShift] ?? this.#open
    if (block === null) throw new RangeError(`There is no row ${row}.`)
    return block
  }

  #write(text: string | null, open: MintBlock): void {
    const room = this.#ownLength + mostBytesOf(text)
    if (room > open.own.length) open.own = Buffer.concat([open.own], Math.max(room, 2 * open.own.length))
    this.#ownLength = writeText(text, open.own, this.#ownLength)
  }

  #pack({ shared, kinds, times, ownFrom, own }: MintBlock): void {
    this.#packed.push({
      shared: this.#columns.shared.map((column, field) => column.pack(shared[field] ?? kinds)),
      kinds: this.#columns.kinds.pack(kinds),
      times,
      ownFrom,
      own: Buffer.from(own.subarray(0, this.#ownLength)),
    })
    this.#open = null
    this.#row = 0
    this.#ownLength = 0
  }

  #firstMint(): PackedMint | null {
    return this.length === 0 ? null : new PackedMint(this.#columns, this.#blockOf(0))
  }

  #move(mint: PackedMint, place: number): void {
    const row = this.#order?.[place] ?? place
    mint.moveTo(this.#packed[row >> blockShift] ?? this.#blockOf(row), row % rowsPerBlock)
  }
}

function emptyBlock(): MintBlock {
  return {
    shared: sharedFields.map(() => new Uint32Array(rowsPerBlock)),
    kinds: new Uint32Array(rowsPerBlock),
    times: new Float64Array(rowsPerBlock),
    ownFrom: new Uint32Array(rowsPerBlock),
    own: Buffer.allocUnsafeSlow(ownBytes),
  }
}

/** Runs of `size` rows, each in order, become runs of twice as many. */
function* merging(from: Uint32Array, into: Uint32Array, size: number, compare: Compare): Generator<void> {
  for (let start = 0; start < from.length; start += 2 * size) {
    const [middle, end] = [Math.min(start + size, from.length), Math.min(start + 2 * size, from.length)]
    let [a, b] = [start, middle]
    for (let at = start; at < end; at += 1) {
      const isFirst = b === end || (a < middle && compare(from[a] ?? 0, from[b] ?? 0) <= 0)
      into[at] = from[isFirst ? a++ : b++] ?? 0
      if (at % mergedPerStep === 0) yield
    }
  }
}
