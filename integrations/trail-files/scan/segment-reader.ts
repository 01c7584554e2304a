import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import {
  type BlockName,
  blockNames,
  DamagedIndexError,
  type Dictionary,
  headBytes,
  headNumbers,
  magic,
  rowBytes,
  rowsPerGroup,
  type Searched,
} from './index-segment.js'

/**
 * Reads a segment, and of it no more than is asked for. Each piece is checked against its sum: what is not as it was written
 * throws `DamagedIndexError`. Reads at once, since a piece is small and waiting for it takes longer than reading it.
 */
export class SegmentReader {
  readonly rows: number
  readonly #file: number
  readonly #head: Buffer
  #groupSums: Uint32Array | null = null
  /** The group that was read last. */
  #group = -1
  #groupRows: Buffer = Buffer.alloc(0)

  constructor(file: number) {
    this.#file = file
    this.#head = readExactly(file, 0, headBytes)
    if (
      this.#numberAt(0) !== magic ||
      this.#numberAt(headNumbers - 1) !== crc32(this.#head.subarray(0, headBytes - 4))
    ) {
      throw new DamagedIndexError('The head of an index segment is not as it was written.')
    }
    this.rows = this.#numberAt(1)
  }

  dictionary(): Dictionary {
    try {
      // Its checksum says that it is what encodeSegment wrote: a schema over all of its texts would take longer than the search.
      const dictionary: Dictionary = JSON.parse(this.#block('dictionary').toString())
      return dictionary
    } catch (cause) {
      throw new DamagedIndexError('The dictionary of an index segment cannot be read.', { cause })
    }
  }

  column(name: Searched): Uint32Array {
    return numbersOf(this.#block(name))
  }

  /** Its bytes: see `encodeSegment`. Rows that lie near each other are best asked for one after the other. */
  row(row: number): Buffer {
    const group = Math.floor(row / rowsPerGroup)
    if (group !== this.#group) this.#readGroup(group)
    const at = (row - group * rowsPerGroup) * rowBytes
    return this.#groupRows.subarray(at, at + rowBytes)
  }

  #readGroup(group: number): void {
    this.#groupSums ??= numbersOf(this.#block('groupSums'))
    const first = group * rowsPerGroup
    const rows = Math.min(rowsPerGroup, this.rows - first)
    this.#groupRows = readExactly(this.#file, this.#placeOf(blockNames.length) + first * rowBytes, rows * rowBytes)
    if (crc32(this.#groupRows) !== this.#groupSums[group]) {
      throw new DamagedIndexError('Rows of an index segment are not as they were written.')
    }
    this.#group = group
  }

  #block(name: BlockName): Buffer {
    const place = blockNames.indexOf(name)
    const bytes = readExactly(this.#file, this.#placeOf(place), this.#numberAt(2 + 2 * place))
    if (crc32(bytes) === this.#numberAt(3 + 2 * place)) return bytes
    throw new DamagedIndexError(`The ${name} of an index segment is not as it was written.`)
  }

  /** Behind all blocks the rows begin. */
  #placeOf(block: number): number {
    let position = headBytes
    for (let before = 0; before < block; before += 1) position += this.#numberAt(2 + 2 * before)
    return position
  }

  #numberAt(at: number): number {
    return this.#head.readUInt32LE(at * 4)
  }
}

function numbersOf(block: Buffer): Uint32Array {
  return new Uint32Array(block.buffer, block.byteOffset, block.length / 4)
}

function readExactly(file: number, position: number, length: number): Buffer {
  // Not of the pool: typed arrays want whole words, and pooled memory begins anywhere.
  const bytes = Buffer.allocUnsafeSlow(length)
  if (readSync(file, bytes, 0, length, position) === length) return bytes
  throw new DamagedIndexError('An index segment is shorter than it was.')
}
