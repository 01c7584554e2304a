import { crc32 } from 'node:zlib'

export const rowsPerSegment = 65_536
/** A UUID without its dashes. */
export const idBytes = 16

/** What stands in a row as a number of the dictionary; 0 is none. A caller's number is its place. */
export const numbered = ['caller', 'source', 'name', 'region', 'ip', 'error', 'issued', 'longId'] as const
export type Numbered = (typeof numbered)[number]
/** What can be looked for: as columns as well, so that no row has to be read that is not wanted. */
export const searched = ['caller', 'ip', 'issued'] as const
export type Searched = (typeof searched)[number]

export type Columns = { readonly [Name in Numbered]: Uint32Array } & {
  readonly time: Float64Array
  /** The event ids, `idBytes` each. */
  readonly id: Buffer
}

export function emptyColumns(rows: number): Columns {
  const column = () => new Uint32Array(rows)
  return {
    caller: column(),
    source: column(),
    name: column(),
    region: column(),
    ip: column(),
    error: column(),
    issued: column(),
    longId: column(),
    time: new Float64Array(rows),
    id: Buffer.alloc(rows * idBytes),
  }
}

export interface Dictionary {
  /** Numbered from 1; 0 is none. */
  readonly texts: readonly string[]
  /** Four a caller: ARN, issuer's ARN, principal id, key id. */
  readonly callers: readonly number[]
}

/** Time, id, then the numbers. */
export const rowBytes = 8 + idBytes + 4 * numbered.length
/** Rows are read and checked so many at a time: little to read for one of them. */
export const rowsPerGroup = 64
export const blockNames = ['dictionary', ...searched, 'groupSums'] as const
export type BlockName = (typeof blockNames)[number]
/** Magic, rows, length and CRC-32 of every block, CRC-32 of the head. */
export const headNumbers = 2 * blockNames.length + 3
export const headBytes = headNumbers * 4
/** `TQI2`. */
export const magic = 0x54514932

/**
 * One file: a head, the blocks (the dictionary, the columns that are searched, the CRC-32 of every group of rows), then the rows
 * whole.
 */
export function encodeSegment(dictionary: Dictionary, columns: Columns, rows: number): Buffer {
  const area = rowsOf(columns, rows)
  const groups = Math.ceil(rows / rowsPerGroup)
  const groupSums = Uint32Array.from({ length: groups }, (_, group) => crc32(groupIn(area, group)))
  const blocks = [
    Buffer.from(JSON.stringify(dictionary)),
    ...searched.map((name) => bytesOf(columns[name].subarray(0, rows))),
    bytesOf(groupSums),
  ]
  const head = Buffer.alloc(headBytes)
  const numbers = [magic, rows, ...blocks.flatMap((block) => [block.length, crc32(block)])]
  numbers.forEach((number, at) => {
    head.writeUInt32LE(number, at * 4)
  })
  head.writeUInt32LE(crc32(head.subarray(0, headBytes - 4)), headBytes - 4)
  return Buffer.concat([head, ...blocks, area])
}

function groupIn(area: Buffer, group: number): Buffer {
  const bytes = rowsPerGroup * rowBytes
  return area.subarray(group * bytes, (group + 1) * bytes)
}

function rowsOf(columns: Columns, rows: number): Buffer {
  const area = Buffer.alloc(rows * rowBytes)
  for (let row = 0; row < rows; row += 1) {
    const at = row * rowBytes
    area.writeDoubleLE(columns.time[row] ?? Number.NaN, at)
    columns.id.copy(area, at + 8, row * idBytes, (row + 1) * idBytes)
    for (let place = 0; place < numbered.length; place += 1) {
      const name = numbered[place]
      if (name !== undefined) area.writeUInt32LE(columns[name][row] ?? 0, at + 8 + idBytes + 4 * place)
    }
  }
  return area
}

function bytesOf(column: Uint32Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength)
}

/** The file is not as it was written. */
export class DamagedIndexError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DamagedIndexError'
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** False where the id is none as CloudTrail makes them: then it has a text of its own. */
export function writeUuid(ids: Buffer, row: number, eventId: string): boolean {
  if (eventId.length !== 36 || !uuid.test(eventId)) return false
  ids.write(eventId.replaceAll('-', ''), row * idBytes, 'hex')
  return true
}

export function uuidAt(ids: Buffer, from: number): string {
  const hex = ids.toString('hex', from, from + idBytes)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
