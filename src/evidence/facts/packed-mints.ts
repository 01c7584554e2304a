import type { Mint } from './trail-facts.js'

/** Rows that share their memory: an array that grows would be there twice while it does. */
const rowsPerBlock = 1_024
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
/** Behind them: the kind, and how long the texts are that each mint has for itself. */
const width = sharedFields.length + 4

interface Block {
  readonly numbers: Uint32Array
  readonly times: Float64Array
  /** The event id, the key id and the shared event id of each mint, one behind the other. */
  own: string
}

/**
 * Mints while a log is read, in a third of the memory that they take as objects: one record in ten may be one, and the threads
 * that read want the memory as long as they do.
 */
export class PackedMints {
  readonly #texts: (string | null)[] = [null]
  readonly #numbers = new Map<string, number>()
  readonly #kinds: Mint['kind'][] = []
  readonly #blocks: Block[] = []
  #own: string[] = []
  #row = rowsPerBlock

  add(mint: Mint): void {
    if (this.#row === rowsPerBlock) this.#begin()
    const block = this.#blocks[this.#blocks.length - 1]
    if (block === undefined) return
    const { numbers, times } = block
    let at = this.#row * width
    for (const field of sharedFields) {
      numbers[at] = this.#numberOf(mint[field])
      at += 1
    }
    numbers[at] = this.#kindOf(mint.kind)
    numbers[at + 1] = mint.eventId.length
    numbers[at + 2] = mint.accessKeyId.length
    numbers[at + 3] = mint.sharedEventId === null ? 0 : mint.sharedEventId.length + 1
    times[this.#row] = mint.atMs
    this.#own.push(mint.eventId, mint.accessKeyId, mint.sharedEventId ?? '')
    this.#row += 1
    if (this.#row === rowsPerBlock) this.#end()
  }

  /** In the order in which they came, some at a time. */
  *unpacked(): Generator<Mint[]> {
    this.#end()
    for (const [number, block] of this.#blocks.entries()) {
      const rows = number === this.#blocks.length - 1 ? this.#row : rowsPerBlock
      const mints: Mint[] = []
      let from = 0
      for (let row = 0; row < rows; row += 1) {
        const mint = this.#mintAt(block, row, from)
        from += mint.eventId.length + mint.accessKeyId.length + (mint.sharedEventId?.length ?? 0)
        mints.push(mint)
      }
      yield mints
    }
  }

  #begin(): void {
    this.#blocks.push({
      numbers: new Uint32Array(rowsPerBlock * width),
      times: new Float64Array(rowsPerBlock),
      own: '',
    })
    this.#row = 0
  }

  #end(): void {
    const block = this.#blocks[this.#blocks.length - 1]
    if (block !== undefined) block.own += this.#own.join('')
    this.#own = []
  }

  #mintAt({ numbers, times, own }: Block, row: number, from: number): Mint {
    const at = row * width
    const text = (field: number) => this.#texts[numbers[at + field] ?? 0] ?? null
    const end = at + sharedFields.length
    const [eventIdEnd, keyEnd] = [
      from + (numbers[end + 1] ?? 0),
      from + (numbers[end + 1] ?? 0) + (numbers[end + 2] ?? 0),
    ]
    const shared = numbers[end + 3] ?? 0
    return {
      eventId: own.slice(from, eventIdEnd),
      atMs: times[row] ?? 0,
      eventName: text(0) ?? '',
      eventSource: text(1) ?? '',
      kind: this.#kinds[numbers[end] ?? 0] ?? 'other',
      accessKeyId: own.slice(eventIdEnd, keyEnd),
      assumedRoleId: text(2),
      ofArn: text(3) ?? '',
      sessionName: text(4) ?? '',
      expiresAt: text(5),
      provider: text(6),
      sourceIdentity: text(7),
      sharedEventId: shared === 0 ? null : own.slice(keyEnd, keyEnd + shared - 1),
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
