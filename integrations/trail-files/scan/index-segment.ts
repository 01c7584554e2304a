import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type Caller, callerMatcher, type SearchTerms, type TrailHit } from './trail-hit.js'

export const rowsPerSegment = 65_536
/** A UUID without its dashes. */
export const idBytes = 16

const numbered = ['caller', 'source', 'name', 'region', 'ip', 'error', 'issued', 'longId'] as const
type Numbered = (typeof numbered)[number]

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

interface Dictionary {
  /** Numbered from 1; 0 is none. */
  readonly texts: readonly string[]
  /** Four a caller: ARN, issuer's ARN, principal id, key id. */
  readonly callers: readonly number[]
}

const blockNames = ['dictionary', 'time', 'id', ...numbered] as const
type BlockName = (typeof blockNames)[number]
const headNumbers = 2 * blockNames.length + 3
const headBytes = headNumbers * 4
/** `TQI1`. */
const magic = 0x54514931

/** One file: a head (magic, rows, length and CRC-32 of every block, CRC-32 of the head), then the blocks. */
export function encodeSegment(dictionary: Dictionary, columns: Columns, rows: number): Buffer {
  const blocks = blockNames.map((name) =>
    name === 'dictionary' ? Buffer.from(JSON.stringify(dictionary)) : columnBytes(columns[name], rows),
  )
  const head = Buffer.alloc(headBytes)
  const numbers = [magic, rows, ...blocks.flatMap((block) => [block.length, crc32(block)])]
  numbers.forEach((number, at) => {
    head.writeUInt32LE(number, at * 4)
  })
  head.writeUInt32LE(crc32(head.subarray(0, headBytes - 4)), headBytes - 4)
  return Buffer.concat([head, ...blocks])
}

function columnBytes(column: Uint32Array | Float64Array | Buffer, rows: number): Buffer {
  const used = Buffer.isBuffer(column) ? column.subarray(0, rows * idBytes) : column.subarray(0, rows)
  return Buffer.from(used.buffer, used.byteOffset, used.byteLength)
}

/** The file is not as it was written. */
export class DamagedIndexError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DamagedIndexError'
  }
}

/**
 * The calls of a segment that are looked for. Reads no more than it takes: the dictionary, and columns only where a term is in
 * it. Throws `DamagedIndexError` where what it read is not what was written.
 */
export async function findInSegment(file: FileHandle, terms: SearchTerms): Promise<readonly TrailHit[]> {
  const segment = await openSegment(file)
  const dictionary = readDictionary(await segment.block('dictionary'))
  const { texts, callers } = dictionary
  const textAt = (number = 0) => (number === 0 ? null : (texts[number - 1] ?? null))
  const callerAt = (caller: number): Caller => ({
    arn: textAt(callers[4 * caller]),
    issuerArn: textAt(callers[4 * caller + 1]),
    principalId: textAt(callers[4 * caller + 2]),
    accessKeyId: textAt(callers[4 * caller + 3]),
  })
  const rows = await wantedRows(segment, terms, dictionary, callerAt)
  if (rows.length === 0) return []
  const columns = await segment.columns()
  return rows.map((row) => ({
    eventId: textAt(columns.longId[row]) ?? uuidAt(columns.id, row),
    atMs: columns.time[row] ?? Number.NaN,
    eventSource: textAt(columns.source[row]) ?? '',
    eventName: textAt(columns.name[row]) ?? '',
    region: textAt(columns.region[row]),
    sourceIp: textAt(columns.ip[row]),
    errorCode: textAt(columns.error[row]),
    ...callerAt(columns.caller[row] ?? 0),
    issuedKeyId: textAt(columns.issued[row]),
  }))
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** False where the id is none as CloudTrail makes them: then it has a text of its own. */
export function writeUuid(ids: Buffer, row: number, eventId: string): boolean {
  if (eventId.length !== 36 || !uuid.test(eventId)) return false
  ids.write(eventId.replaceAll('-', ''), row * idBytes, 'hex')
  return true
}

function uuidAt(ids: Buffer, row: number): string {
  const hex = ids.toString('hex', row * idBytes, (row + 1) * idBytes)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

type Segment = Awaited<ReturnType<typeof openSegment>>

async function wantedRows(
  segment: Segment,
  terms: SearchTerms,
  { texts, callers }: Dictionary,
  callerAt: (caller: number) => Caller,
): Promise<readonly number[]> {
  const isCaller = callerMatcher(terms)
  const wantedCallers = Uint8Array.from({ length: callers.length / 4 }, (_, caller) =>
    isCaller(callerAt(caller)) ? 1 : 0,
  )
  const numbersOf = (wanted: readonly string[]) =>
    new Set(wanted.map((text) => texts.indexOf(text) + 1).filter((number) => number > 0))
  const ips = numbersOf(terms.sourceIps)
  const keys = numbersOf(terms.accessKeyIds)
  const rows = new Set<number>()
  if (wantedCallers.includes(1)) addRows(rows, await segment.column('caller'), (caller) => wantedCallers[caller] === 1)
  if (ips.size > 0) addRows(rows, await segment.column('ip'), (number) => ips.has(number))
  if (keys.size > 0) addRows(rows, await segment.column('issued'), (number) => keys.has(number))
  return [...rows]
}

function addRows(rows: Set<number>, column: Uint32Array, isWanted: (number: number) => boolean): void {
  for (let row = 0; row < column.length; row += 1) if (isWanted(column[row] ?? 0)) rows.add(row)
}

function readDictionary(block: Buffer): Dictionary {
  try {
    // Its checksum says that it is what encodeSegment wrote: a schema over all of its texts would take longer than the search.
    const dictionary: Dictionary = JSON.parse(block.toString())
    return dictionary
  } catch (cause) {
    throw new DamagedIndexError('The dictionary of an index segment cannot be read.', { cause })
  }
}

async function openSegment(file: FileHandle) {
  const head = await readExactly(file, 0, headBytes)
  const numberAt = (at: number) => head.readUInt32LE(at * 4)
  if (numberAt(0) !== magic || numberAt(headNumbers - 1) !== crc32(head.subarray(0, headBytes - 4))) {
    throw new DamagedIndexError('The head of an index segment is not as it was written.')
  }
  const known = new Map<BlockName, Buffer>()
  const block = async (name: BlockName): Promise<Buffer> => {
    const read = known.get(name) ?? (await readBlock(name))
    known.set(name, read)
    return read
  }
  const readBlock = async (name: BlockName): Promise<Buffer> => {
    const place = blockNames.indexOf(name)
    let position = headBytes
    for (let before = 0; before < place; before += 1) position += numberAt(2 + 2 * before)
    const bytes = await readExactly(file, position, numberAt(2 + 2 * place))
    if (crc32(bytes) === numberAt(3 + 2 * place)) return bytes
    throw new DamagedIndexError(`The ${name} of an index segment is not as it was written.`)
  }
  const column = async (name: Numbered): Promise<Uint32Array> => {
    const bytes = await block(name)
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  }
  const columns = async (): Promise<Columns> => {
    const time = await block('time')
    const [caller, source, name, region, ip, error, issued, longId] = [
      await column('caller'),
      await column('source'),
      await column('name'),
      await column('region'),
      await column('ip'),
      await column('error'),
      await column('issued'),
      await column('longId'),
    ]
    const times = new Float64Array(time.buffer, time.byteOffset, time.length / 8)
    return { caller, source, name, region, ip, error, issued, longId, time: times, id: await block('id') }
  }
  return { block, column, columns }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  // Of its own: typed arrays want whole words, and pooled memory begins anywhere.
  const bytes = Buffer.from(new ArrayBuffer(length))
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead !== length) throw new DamagedIndexError('An index segment is shorter than it was.')
  return bytes
}
