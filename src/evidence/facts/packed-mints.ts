import { endOfText, mostBytesOf, readText, writeText } from './text-bytes.js'
import { type PackedNumbers, TextColumn } from './text-column.js'
import type { Mint, MintList } from './trail-facts.js'

/** Rows that are packed together: an array that grows would be there twice while it does. */
const rowsPerBlock = 4_096
const blockShift = 12
/** Texts that many mints have in common. */
const sharedFields = [
  'eventName',
  'eventSource',
  'assumedRoleId',
  'ofArn',
  'sessionName',
  'expiresAt',
  'provider',
  'sourceIdentity',
  'recipientAccountId',
  'actorKey',
  'invokedBy',
  'parentAccessKeyId',
  'parentPrincipalId',
  'parentIssuedAt',
  'sourceIp',
  'userAgent',
] as const
const ownBytes = rowsPerBlock * 48
const sortedAtOnce = 1_024
const mergedPerStep = 16_384

interface Block {
  /** A column each of `sharedFields`. */
  readonly shared: readonly PackedNumbers[]
  readonly kinds: PackedNumbers
  readonly times: Float64Array
  /** Where the texts begin in `own` that each mint has for itself: its event id, its key id and its shared event id. */
  readonly ownFrom: Uint32Array
  own: Buffer
}

/**
 * Mints in a fifth of the memory that they take as objects: one record in ten may be one, and a mint is an object for as long as
 * it is looked at. They come out in the order in which they went in, or in that of time, where `sorting` has put them.
 */
export class PackedMints implements MintList {
  readonly #columns = sharedFields.map(() => new TextColumn())
  readonly #kinds = new TextColumn<Mint['kind']>()
  readonly #packed: Block[] = []
  /** Its rows are still being written. */
  #open: Block | null = null
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
      const [name, column, numbers] = [sharedFields[field], this.#columns[field], shared[field]]
      if (name === undefined || column === undefined || numbers === undefined) continue
      numbers[this.#row] = column.numberOf(mint[name])
    }
    kinds[this.#row] = this.#kinds.numberOf(mint.kind)
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
    for (let place = 0; place < this.length; place += 1) yield this.#mintAt(this.#order?.[place] ?? place)
  }

  /** Puts them in the order of time, ids deciding between those of one moment: some milliseconds are between two steps. */
  *sorting(): Generator<void> {
    let from = Uint32Array.from({ length: this.length }, (_, row) => row)
    for (let at = 0; at < from.length; at += sortedAtOnce) {
      from.subarray(at, at + sortedAtOnce).sort((a, b) => this.#compare(a, b))
      yield
    }
    let into = new Uint32Array(from.length)
    for (let size = sortedAtOnce; size < from.length; size *= 2) {
      yield* this.#merging(from, into, size)
      ;[from, into] = [into, from]
    }
    this.#order = from
  }

  /** Runs of `size` rows, each in order, become runs of twice as many. */
  *#merging(from: Uint32Array, into: Uint32Array, size: number): Generator<void> {
    for (let start = 0; start < from.length; start += 2 * size) {
      const [middle, end] = [Math.min(start + size, from.length), Math.min(start + 2 * size, from.length)]
      let [a, b] = [start, middle]
      for (let at = start; at < end; at += 1) {
        const isFirst = b === end || (a < middle && this.#compare(from[a] ?? 0, from[b] ?? 0) <= 0)
        into[at] = from[isFirst ? a++ : b++] ?? 0
        if (at % mergedPerStep === 0) yield
      }
    }
  }

  #compare(a: number, b: number): number {
    const later = this.#timeOf(a) - this.#timeOf(b)
    if (later !== 0) return later
    const [idA, idB] = [this.#eventIdOf(a), this.#eventIdOf(b)]
    return idA < idB ? -1 : idA > idB ? 1 : 0
  }

  #timeOf(row: number): number {
    return this.#blockOf(row).times[row % rowsPerBlock] ?? 0
  }

  #eventIdOf(row: number): string {
    const { own, ownFrom } = this.#blockOf(row)
    return readText(own, ownFrom[row % rowsPerBlock] ?? 0) ?? ''
  }

  #blockOf(row: number): Block {
    const block = this.#packed[row >> blockShift] ?? this.#open
    if (block === null) throw new RangeError(`There is no row ${row}.`)
    return block
  }

  #write(text: string | null, open: Block): void {
    const room = this.#ownLength + mostBytesOf(text)
    if (room > open.own.length) open.own = Buffer.concat([open.own], Math.max(room, 2 * open.own.length))
    this.#ownLength = writeText(text, open.own, this.#ownLength)
  }

  #pack({ shared, kinds, times, ownFrom, own }: Block): void {
    this.#packed.push({
      shared: this.#columns.map((column, field) => column.pack(shared[field] ?? kinds)),
      kinds: this.#kinds.pack(kinds),
      times,
      ownFrom,
      own: Buffer.from(own.subarray(0, this.#ownLength)),
    })
    this.#open = null
    this.#row = 0
    this.#ownLength = 0
  }

  #mintAt(row: number): Mint {
    const { shared, kinds, times, ownFrom, own } = this.#blockOf(row)
    const at = row % rowsPerBlock
    const text = (field: number) => this.#columns[field]?.textOf(shared[field]?.[at]) ?? null
    const from = ownFrom[at] ?? 0
    const keyFrom = endOfText(own, from)
    return {
      eventId: readText(own, from) ?? '',
      atMs: times[at] ?? 0,
      eventName: text(0) ?? '',
      eventSource: text(1) ?? '',
      kind: this.#kinds.textOf(kinds[at]) ?? 'other',
      accessKeyId: readText(own, keyFrom) ?? '',
      assumedRoleId: text(2),
      ofArn: text(3) ?? '',
      sessionName: text(4) ?? '',
      expiresAt: text(5),
      provider: text(6),
      sourceIdentity: text(7),
      sharedEventId: readText(own, endOfText(own, keyFrom)),
      recipientAccountId: text(8),
      actorKey: text(9) ?? '',
      invokedBy: text(10),
      parentAccessKeyId: text(11),
      parentPrincipalId: text(12),
      parentIssuedAt: text(13),
      sourceIp: text(14),
      userAgent: text(15),
    }
  }
}

function emptyBlock(): Block {
  return {
    shared: sharedFields.map(() => new Uint32Array(rowsPerBlock)),
    kinds: new Uint32Array(rowsPerBlock),
    times: new Float64Array(rowsPerBlock),
    ownFrom: new Uint32Array(rowsPerBlock),
    own: Buffer.allocUnsafeSlow(ownBytes),
  }
}
