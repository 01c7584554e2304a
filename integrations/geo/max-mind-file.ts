import { readFile, stat } from 'node:fs/promises'
import { isNativeError } from 'node:util/types'
import { Reader, type Response } from 'mmdb-lib'
import { MaxMindFileError } from './max-mind-file-error.js'
import { type MaxMindRecord, readMaxMindRecord } from './max-mind-record.js'

/** The file is held in memory. GeoLite2-City has about 65 MB, GeoIP2 Enterprise about four times that. */
const maxBytes = 384 * 1024 * 1024
/** The addresses of a case are few, and asked for again and again. */
const mostRemembered = 20_000
const separatorBytes = 16

/** One City, Country, Enterprise, ISP or ASN file of MaxMind's, or one made like it. */
export interface MaxMindFile {
  readonly path: string
  /** `GeoLite2-City`, `DBIP-ASN-Lite`… */
  readonly databaseType: string
  readonly builtAt: string
  /** null where the file has nothing of the address, or something unreadable: `damage` tells then. */
  recordOf(address: string): MaxMindRecord | null
  /** What was unreadable so far; null where nothing was. */
  damage(): string | null
}

/**
 * Opens a file; throws MaxMindFileError where it cannot be read, is none, or is damaged in what holds it together. A single
 * record that turns out to be damaged later is `null` and a `damage`, so that the other addresses are answered all the same.
 */
export async function openMaxMindFile(path: string): Promise<MaxMindFile> {
  return new OpenMaxMindFile(path, readerOf(path, await bytesOf(path)))
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > maxBytes) throw new MaxMindFileError(path, `it has ${size} bytes, and ${maxBytes} are the most`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof MaxMindFileError) throw error
    throw new MaxMindFileError(path, messageOf(error), { cause: error })
  }
}

function readerOf(path: string, bytes: Buffer): Reader<Response> {
  try {
    const reader = new Reader<Response>(bytes)
    const fault = faultOf(reader, bytes)
    if (fault !== null) throw new MaxMindFileError(path, fault)
    for (const address of probes(reader.metadata.ipVersion)) reader.get(address)
    return reader
  } catch (error) {
    if (error instanceof MaxMindFileError) throw error
    throw new MaxMindFileError(path, `it is damaged, or something else (${messageOf(error)})`, { cause: error })
  }
}

/** The library takes metadata as they stand: a file cut in the middle opens, and answers nonsense. */
function faultOf({ metadata }: Reader<Response>, bytes: Buffer): string | null {
  const { binaryFormatMajorVersion, databaseType, ipVersion, nodeCount, searchTreeSize } = metadata
  if (binaryFormatMajorVersion !== 2) return `its format is version ${binaryFormatMajorVersion}, and 2 is known`
  if (typeof databaseType !== 'string' || (ipVersion !== 4 && ipVersion !== 6)) return 'its metadata are damaged'
  if (!Number.isSafeInteger(nodeCount) || nodeCount < 1) return 'it has no search tree'
  const separator = bytes.subarray(searchTreeSize, searchTreeSize + separatorBytes)
  const holds = separator.length === separatorBytes && separator.every((byte) => byte === 0)
  return holds ? null : 'its search tree and its data do not fit together: it is cut off or damaged'
}

/** A few addresses of every part of the space: what is damaged grossly shows at once. */
function probes(ipVersion: number): string[] {
  const v4 = Array.from({ length: 224 }, (_, first) => `${first}.${(first * 37) % 256}.8.8`)
  return ipVersion === 4
    ? v4
    : [...v4, ...Array.from({ length: 64 }, (_, at) => `2${at.toString(16).padStart(3, '0')}:db8::1`)]
}

class OpenMaxMindFile implements MaxMindFile {
  readonly databaseType: string
  readonly builtAt: string
  readonly #remembered = new Map<string, MaxMindRecord | null>()
  #damage: string | null = null

  constructor(
    readonly path: string,
    private readonly reader: Reader<Response>,
  ) {
    const { databaseType, buildEpoch } = reader.metadata
    this.databaseType = databaseType
    this.builtAt = Number.isNaN(buildEpoch.getTime()) ? '' : buildEpoch.toISOString()
  }

  recordOf(address: string): MaxMindRecord | null {
    const known = this.#remembered.get(address)
    if (known !== undefined) return known
    const record = this.#read(address)
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#remembered.set(address, record)
    return record
  }

  damage(): string | null {
    return this.#damage
  }

  #read(address: string): MaxMindRecord | null {
    // The library would read an IPv6 address in a tree of IPv4 by its first bits.
    if (this.reader.metadata.ipVersion === 4 && address.includes(':')) return null
    try {
      const value = this.reader.get(address)
      return value === null ? null : readMaxMindRecord(value)
    } catch (error) {
      this.#damage ??= `${this.path} is damaged at ${address} (${messageOf(error)})`
      return null
    }
  }
}

function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error)
}
