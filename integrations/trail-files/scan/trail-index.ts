import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EventIdSet } from '../../../src/evidence/record/event-id-set.js'
import type { ListedFile } from '../list-trail-files.js'
import { DamagedIndexError, findInSegment } from './index-segment.js'
import { byTime, type SearchTerms, type TrailHit } from './trail-hit.js'

const manifestName = 'index.json'
const manifestSchema = z.object({
  version: z.literal(1),
  /** What was read, as it was then. */
  files: z.array(z.object({ path: z.string(), bytes: z.number(), modifiedMs: z.number() })),
  folder: z.string(),
  segments: z.array(z.string()),
})
export type IndexedFile = z.infer<typeof manifestSchema>['files'][number]

/** As the files stood when they were listed. */
export function stateOf(files: readonly ListedFile[]): IndexedFile[] {
  return files.map(({ path, bytes, modifiedMs }) => ({ path, bytes, modifiedMs }))
}

/** A folder of its own for the segments of one scan, so that a reader of the index before it is not disturbed. */
export async function makeSegmentFolder(cacheFolder: string): Promise<string> {
  return await mkdtemp(join(cacheFolder, 'segments-'))
}

/** Makes the segments the index of these files. The one before it is removed. */
export async function publishIndex(
  cacheFolder: string,
  { files, folder, segments }: Omit<z.infer<typeof manifestSchema>, 'version'>,
): Promise<void> {
  const before = await readManifest(cacheFolder)
  const path = join(cacheFolder, manifestName)
  await writeFile(`${path}.new`, JSON.stringify({ version: 1, files, folder, segments }))
  await rename(`${path}.new`, path)
  if (before !== null && before.folder !== folder) await rm(before.folder, { recursive: true, force: true })
}

/**
 * The calls that are looked for, oldest first and each once, from an index that a scan has left in the folder. null where
 * there is none of exactly these files as they stand (by path, size and time of change), or where it is damaged: then
 * the files have to be read again.
 */
export async function findInIndex(
  cacheFolder: string,
  files: readonly ListedFile[],
  terms: SearchTerms,
): Promise<readonly TrailHit[] | null> {
  const manifest = await readManifest(cacheFolder)
  if (manifest === null || JSON.stringify(manifest.files) !== JSON.stringify(stateOf(files))) return null
  const hits: TrailHit[] = []
  try {
    const found = await Promise.all(manifest.segments.map((name) => findIn(join(manifest.folder, name), terms)))
    for (const some of found) for (const hit of some) hits.push(hit)
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
  return onceEach(hits)
}

async function findIn(path: string, terms: SearchTerms): Promise<readonly TrailHit[]> {
  const file = await open(path)
  try {
    return await findInSegment(file, terms)
  } finally {
    await file.close()
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

async function readManifest(cacheFolder: string): Promise<z.infer<typeof manifestSchema> | null> {
  try {
    return manifestSchema.safeParse(JSON.parse(await readFile(join(cacheFolder, manifestName), 'utf8'))).data ?? null
  } catch {
    return null
  }
}
