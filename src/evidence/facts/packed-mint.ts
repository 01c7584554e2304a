import { endOfText, readText } from './text-bytes.js'
import type { PackedNumbers, TextColumn } from './text-column.js'
import type { Mint } from './trail-facts.js'

/** Texts that many mints have in common, in the order of their columns. */
export const sharedFields = [
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

/** What the numbers of all blocks stand for. */
export interface MintColumns {
  /** A column each of `sharedFields`. */
  readonly shared: readonly TextColumn[]
  readonly kinds: TextColumn<Mint['kind']>
}

/** Some thousand mints. */
export interface MintBlock {
  /** The numbers of each of `sharedFields`. */
  readonly shared: readonly PackedNumbers[]
  readonly kinds: PackedNumbers
  readonly times: Float64Array
  /** Where the texts begin in `own` that each mint has for itself: its event id, its key id and its shared event id. */
  readonly ownFrom: Uint32Array
  own: Buffer
}

/**
 * The mint that is looked at, each field read out of its block when it is asked for: who goes through all of them looks at two or
 * three. Its fields are no properties of its own, so it cannot be spread, and it is another one as soon as it moves on: see `wholeMint`.
 */
export class PackedMint implements Mint {
  readonly #columns: MintColumns
  #block: MintBlock
  #at = 0

  constructor(columns: MintColumns, block: MintBlock) {
    this.#columns = columns
    this.#block = block
  }

  moveTo(block: MintBlock, at: number): void {
    this.#block = block
    this.#at = at
  }

  get eventId(): string {
    return readText(this.#block.own, this.#ownFrom()) ?? ''
  }

  get accessKeyId(): string {
    return readText(this.#block.own, this.#keyFrom()) ?? ''
  }

  get sharedEventId(): string | null {
    return readText(this.#block.own, endOfText(this.#block.own, this.#keyFrom()))
  }

  get atMs(): number {
    return this.#block.times[this.#at] ?? 0
  }

  get kind(): Mint['kind'] {
    return this.#columns.kinds.texts[this.#block.kinds[this.#at] ?? 0] ?? 'other'
  }

  get eventName(): string {
    return this.#shared(0) ?? ''
  }

  get eventSource(): string {
    return this.#shared(1) ?? ''
  }

  get assumedRoleId(): string | null {
    return this.#shared(2)
  }

  get ofArn(): string {
    return this.#shared(3) ?? ''
  }

  get sessionName(): string {
    return this.#shared(4) ?? ''
  }

  get expiresAt(): string | null {
    return this.#shared(5)
  }

  get provider(): string | null {
    return this.#shared(6)
  }

  get sourceIdentity(): string | null {
    return this.#shared(7)
  }

  get recipientAccountId(): string | null {
    return this.#shared(8)
  }

  get actorKey(): string {
    return this.#shared(9) ?? ''
  }

  get invokedBy(): string | null {
    return this.#shared(10)
  }

  get parentAccessKeyId(): string | null {
    return this.#shared(11)
  }

  get parentPrincipalId(): string | null {
    return this.#shared(12)
  }

  get parentIssuedAt(): string | null {
    return this.#shared(13)
  }

  get sourceIp(): string | null {
    return this.#shared(14)
  }

  get userAgent(): string | null {
    return this.#shared(15)
  }

  #shared(field: number): string | null {
    return this.#columns.shared[field]?.texts[this.#block.shared[field]?.[this.#at] ?? 0] ?? null
  }

  #ownFrom(): number {
    return this.#block.ownFrom[this.#at] ?? 0
  }

  #keyFrom(): number {
    return endOfText(this.#block.own, this.#ownFrom())
  }
}
