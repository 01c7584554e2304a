import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { TrailRecord } from './trail-record.js'
import { unwrapRecords } from './unwrap-records.js'

const unzip = promisify(gunzip)

/** Longer texts do not fit into a string; the limit keeps a zip bomb from being unpacked first. */
const maxTextBytes = 0x1fffffe8

export type TrailReading = {
  /** Each event once: a second record of the same eventID is left out, as trails of several Regions overlap. */
  records: TrailRecord[]
  /** What was read, with the number of records that it held. */
  sources: { path: string; records: number }[]
  /** What could not be read, or not wholly, and why. */
  skipped: { path: string; reason: string }[]
}

/**
 * Reads CloudTrail logs from files and folders (recursively: .json, .ndjson and .jsonl, each also gzipped; a file that
 * is named itself may have any ending). See unwrapRecords for the shapes.
 *
 * Never throws for what it finds: a missing, broken or truncated file is in `skipped`, and so are the broken lines of
 * a file that is otherwise read.
 */
export async function readTrail(paths: string[]): Promise<TrailReading> {
  const reading: TrailReading = { records: [], sources: [], skipped: [] }
  const seen = new Set<string>()
  const files = await Promise.all(paths.map((path) => filesOf(resolve(path), reading)))
  for (const path of new Set(files.flat())) {
    const found = await readOne(path)
    if (found.reason !== undefined) reading.skipped.push({ path, reason: found.reason })
    if (found.records.length === 0) continue
    reading.sources.push({ path, records: found.records.length })
    for (const record of found.records) if (isNew(record, seen)) reading.records.push(record)
  }
  return reading
}

/** In order of their names, so that the same logs always read the same. Links inside a folder are not followed. */
async function filesOf(path: string, reading: TrailReading): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { recursive: true, withFileTypes: true })
    const logs = entries.filter((entry) => entry.isFile() && /\.(json|ndjson|jsonl)(\.gz)?$/i.test(entry.name))
    if (logs.length === 0) {
      reading.skipped.push({ path, reason: 'holds no .json, .ndjson or .jsonl file, gzipped or not' })
    }
    return logs.map((entry) => join(entry.parentPath, entry.name)).sort()
  } catch (error) {
    reading.skipped.push({ path, reason: reasonOf(error) })
    return []
  }
}

async function readOne(path: string): Promise<{ records: TrailRecord[]; reason?: string }> {
  try {
    const bytes = await readFile(path)
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    const text = (isZipped ? await unzip(bytes, { maxOutputLength: maxTextBytes }) : bytes).toString('utf8')
    return unwrapRecords(text)
  } catch (error) {
    return { records: [], reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** An eventID that was masked (`********`) identifies nothing. */
function isNew(record: TrailRecord, seen: Set<string>): boolean {
  const id = record.eventID
  if (typeof id !== 'string' || id === '' || id.includes('*')) return true
  if (seen.has(id)) return false
  seen.add(id)
  return true
}
