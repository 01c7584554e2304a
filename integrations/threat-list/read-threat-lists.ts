import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isNativeError } from 'node:util/types'
import { type BadLine, parseThreatList } from './parse-threat-list.js'
import { ThreatList } from './threat-list.js'
import { ThreatListError } from './threat-list-error.js'

/** About two million entries. */
const maxBytes = 64 * 1024 * 1024

export interface ReadThreatLists {
  readonly list: ThreatList
  readonly badLines: readonly BadLine[]
}

/**
 * Reads lists into one: see `parseThreatList` for what a line may be. Throws ThreatListError where a file cannot be read, is
 * larger than 64 MB, or has lines of which none is an address: a wrong file must not pass for "nothing is flagged".
 */
export async function readThreatLists(paths: readonly string[]): Promise<ReadThreatLists> {
  const list = new ThreatList()
  const badLines: BadLine[] = []
  for (const path of paths) {
    const before = list.entries
    const bad = parseThreatList(await textOf(path), basename(path), list)
    const [first] = bad
    if (first !== undefined && list.entries === before) {
      throw new ThreatListError(path, `no line of it is an address (line ${first.line}: ${first.reason})`)
    }
    badLines.push(...bad)
  }
  return { list, badLines }
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxBytes) throw new ThreatListError(path, `it has ${size} bytes, and ${maxBytes} are the most`)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof ThreatListError) throw error
    throw new ThreatListError(path, isNativeError(error) ? error.message : String(error), { cause: error })
  }
}
