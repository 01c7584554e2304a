import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { EventIdSet } from '../../../src/evidence/record/event-id-set.js'
import type { ListedFile } from '../list-trail-files.js'
import { findInSegment } from './find-in-segment.js'
import { DamagedIndexError } from './index-segment.js'
import { byTime, type SearchTerms, type TrailHit } from './trail-hit.js'

const manifestName = 'index.json'
const manifestSchema = z.object({
  version: z.literal(2),
  /** Of what was read, as it was then: see `stateOf`. */
  state: z.string(),
  folder: z.string(),
  segments: z.array(z.string()),
})
type Manifest = z.infer<typeof manifestSchema>

/** Names these files as they stand, by path, size and time of change. */
export function stateOf(files: readonly ListedFile[]): string {
  const hash = createHash('sha256')
  for (const { path, bytes, modifiedMs } of files) hash.update(JSON.stringify([path, bytes, modifiedMs]))
  return hash.digest('hex')
}

/** A folder of its own for the segments of one scan, so that a reader of the index before it is not disturbed. */
export async function makeSegmentFolder(cacheFolder: string): Promise<string> {
  return await mkdtemp(join(cacheFolder, 'segments-'))
}

/** Makes the segments the index of these files. The one before it is removed. */
export async function publishIndex(
  cacheFolder: string,
  { state, folder, segments }: Omit<Manifest, 'version'>,
): Promise<void> {
  const before = await readManifest(cacheFolder)
  const path = join(cacheFolder, manifestName)
  await writeFile(`${path}.new`, JSON.stringify({ version: 2, state, folder, segments }))
  await rename(`${path}.new`, path)
  if (before !== null && before.folder !== folder) await rm(before.folder, { recursive: true, force: true })
}

/** What an index answers, and of which files. */
export interface IndexAnswer {
  readonly state: string
  /** Oldest first and each once. */
  readonly hits: readonly TrailHit[]
}

/**
 * The calls that are looked for, from an index that a scan has left in the folder: an answer where `state` is that of the files
 * that are asked about. null where there is no index, or where it is damaged: then the files have to be read again.
 */
export async function findInIndex(cacheFolder: string, terms: SearchTerms): Promise<IndexAnswer | null> {
  const manifest = await readManifest(cacheFolder)
  if (manifest === null) return null
  const hits: TrailHit[] = []
  try {
    for (const name of manifest.segments) {
      for (const hit of findIn(join(manifest.folder, name), terms)) hits.push(hit)
      await turn()
    }
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
  return { state: manifest.state, hits: onceEach(hits) }
}

function findIn(path: string, terms: SearchTerms): readonly TrailHit[] {
  const file = openSync(path, 'r')
  try {
    return findInSegment(file, terms)
  } finally {
    closeSync(file)
  }
}

/** A segment that is gone is damage as well. */
function isDamage(error: unknown): boolean {
  if (error instanceof DamagedIndexError) return true
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}

export function onceEach(hits: TrailHit[]): readonly TrailHit[] {
  const seen = new EventIdSet()
  return hits.sort(byTime).filter(({ eventId }) => seen.add(eventId))
}

async function readManifest(cacheFolder: string): Promise<Manifest | null> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(join(cacheFolder, manifestName), 'utf8'))).data ?? null
  } catch {
    return null
  }
}
