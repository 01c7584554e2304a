import type { Mint, MintList } from './trail-facts.js'

/** Rows that share their memory: an array that grows would be there twice while it does. */
const rowsPerBlock = 1_024
const blockShift = 10
/** Texts that many mints have in common: a row has the number of each, 0 for null. */
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
/** Behind them: the kind. */
const sharedWidth = sharedFields.length + 1
/** Where the texts begin that each mint has for itself, and how long they are. */
const ownWidth = 4
/** A block is begun with half the memory where numbers stay small enough until it is full. */
const smallNumbers = 0x10000 - rowsPerBlock * sharedFields.length
const sortedPerStep = 16_384

interface Block {
  readonly shared: Uint16Array | Uint32Array
  readonly lengths: Uint32Array
  readonly times: Float64Array
  /** The event id, the key id and the shared event id of each mint, one behind the other. */
  own: string
}

/**
 * Mints in a third of the memory that they take as objects: one record in ten may be one, and a mint is an object for as long as
 * it is looked at. They come out in the order in which they went in, or in that of time, where `sorting` has put them.
 */
export class PackedMints implements MintList {
  readonly #texts: (string | null)[] = [null]
  readonly #numbers = new Map<string, number>()
  readonly #kinds: Mint['kind'][] = []
  readonly #blocks: Block[] = []
  #own: string[] = []
  #ownLength = 0
  #row = rowsPerBlock
  /** null: as they came. */
  #order: Uint32Array | null = null

  get length(): number {
    return this.#blocks.length * rowsPerBlock - rowsPerBlock + this.#row
  }

  add(mint: Mint): void {
    if (this.#row === rowsPerBlock) this.#begin()
    const block = this.#blocks[this.#blocks.length - 1]
    if (block === undefined) return
    const { shared, lengths, times } = block
    let at = this.#row * sharedWidth
    for (const field of sharedFields) {
      shared[at] = this.#numberOf(mint[field])
      at += 1
    }
    shared[at] = this.#kindOf(mint.kind)
    const own = this.#row * ownWidth
    lengths[own] = this.#ownLength
    lengths[own + 1] = mint.eventId.length
    lengths[own + 2] = mint.accessKeyId.length
    lengths[own + 3] = mint.sharedEventId === null ? 0 : mint.sharedEventId.length + 1
    times[this.#row] = mint.atMs
    this.#own.push(mint.eventId, mint.accessKeyId, mint.sharedEventId ?? '')
    this.#ownLength += mint.eventId.length + mint.accessKeyId.length + (mint.sharedEventId?.length ?? 0)
    this.#row += 1
    this.#order = null
    if (this.#row === rowsPerBlock) this.#end()
  }

  *[Symbol.iterator](): Generator<Mint> {
    this.#end()
    for (let place = 0; place < this.length; place += 1) yield this.#mintAt(this.#order?.[place] ?? place)
  }

  /** Puts them in the order of time, ids deciding between those of one moment: some milliseconds are between two steps. */
  *sorting(): Generator<void> {
    this.#end()
    let from = Uint32Array.from({ length: this.length }, (_, row) => row)
    for (let at = 0; at < from.length; at += rowsPerBlock) {
      from.subarray(at, at + rowsPerBlock).sort((a, b) => this.#compare(a, b))
      yield
    }
    let into = new Uint32Array(from.length)
    for (let size = rowsPerBlock; size < from.length; size *= 2) {
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
        if (at % sortedPerStep === 0) yield
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
    return this.#blocks[row >> blockShift]?.times[row % rowsPerBlock] ?? 0
  }

  #eventIdOf(row: number): string {
    const block = this.#blocks[row >> blockShift]
    if (block === undefined) return ''
    const at = (row % rowsPerBlock) * ownWidth
    const from = block.lengths[at] ?? 0
    return block.own.slice(from, from + (block.lengths[at + 1] ?? 0))
  }

  #begin(): void {
    const numbers = rowsPerBlock * sharedWidth
    this.#blocks.push({
      shared: this.#texts.length <= smallNumbers ? new Uint16Array(numbers) : new Uint32Array(numbers),
      lengths: new Uint32Array(rowsPerBlock * ownWidth),
      times: new Float64Array(rowsPerBlock),
      own: '',
    })
    this.#row = 0
    this.#ownLength = 0
  }

  #end(): void {
    const block = this.#blocks[this.#blocks.length - 1]
    if (block !== undefined && this.#own.length > 0) block.own += this.#own.join('')
    this.#own = []
  }

  #mintAt(row: number): Mint {
    const { shared, lengths, times, own } = this.#blocks[row >> blockShift] ?? noBlock
    const inBlock = row % rowsPerBlock
    const at = inBlock * sharedWidth
    const text = (field: number) => this.#texts[shared[at + field] ?? 0] ?? null
    const ownAt = inBlock * ownWidth
    const from = lengths[ownAt] ?? 0
    const eventIdEnd = from + (lengths[ownAt + 1] ?? 0)
    const keyEnd = eventIdEnd + (lengths[ownAt + 2] ?? 0)
    const sharedEventId = lengths[ownAt + 3] ?? 0
    return {
      eventId: own.slice(from, eventIdEnd),
      atMs: times[inBlock] ?? 0,
      eventName: text(0) ?? '',
      eventSource: text(1) ?? '',
      kind: this.#kinds[shared[at + sharedFields.length] ?? 0] ?? 'other',
      accessKeyId: own.slice(eventIdEnd, keyEnd),
      assumedRoleId: text(2),
      ofArn: text(3) ?? '',
      sessionName: text(4) ?? '',
      expiresAt: text(5),
      provider: text(6),
      sourceIdentity: text(7),
      sharedEventId: sharedEventId === 0 ? null : own.slice(keyEnd, keyEnd + sharedEventId - 1),
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

  #numberOf(text: string | null): number {
    if (text === null) return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  #kindOf(kind: Mint['kind']): number {
    const known = this.#kinds.indexOf(kind)
    return known === -1 ? this.#kinds.push(kind) - 1 : known
  }
}

const noBlock: Block = { shared: new Uint16Array(0), lengths: new Uint32Array(0), times: new Float64Array(0), own: '' }
