import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { TrailQuery } from '../../../src/ports.js'
import { FileTrailSource } from './file-trail-source.js'

export const everything: TrailQuery = {
  from: '2000-01-01T00:00:00Z',
  to: '2100-01-01T00:00:00Z',
  regions: [],
  principal: null,
  accessKeyIds: [],
  maxRequests: 1,
}

/** All records of the paths, with what the source says of them. */
export async function readPaths(paths: readonly string[], query: Partial<TrailQuery> = {}) {
  const records: TrailRecord[] = []
  const options = { signal: new AbortController().signal, onProgress: () => {} }
  const source = await new FileTrailSource(paths).read(
    { ...everything, ...query },
    (some) => records.push(...some),
    options,
  )
  return { records, ids: records.map(({ eventID }) => eventID), source }
}

/** A folder of its own that is gone after the tests of a file. */
export async function useFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'tourniquet-trail-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return {
    folder,
    at: (name: string) => join(folder, name),
    write: async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    },
  }
}
