import { digestOf } from '../domain/canonical-json.js'
import type { RawResult } from '../domain/investigation-brief.js'
import type { IncidentStore } from '../engine/incident-store.js'
import type { RawEvidenceFiles } from '../ports.js'

/** What a source answered, and whether what was kept of it is still that. `gone`: not to be had where this report is made. */
export interface RawCheck extends RawResult {
  readonly standing: 'asFiled' | 'changed' | 'gone'
}

/** Holds what was kept against the digests on the record, documents and files alike. */
export async function checkRaw(
  store: IncidentStore,
  files: Pick<RawEvidenceFiles, 'check'>,
  raw: readonly RawResult[],
): Promise<RawCheck[]> {
  return Promise.all(
    raw.map(async (result) => {
      const { digest, file } = result
      return {
        ...result,
        standing: file === null ? await checkDocument(store, digest) : await files.check(file, digest),
      }
    }),
  )
}

async function checkDocument(store: IncidentStore, digest: string): Promise<RawCheck['standing']> {
  const found = await store.readDocument(digest)
  if (found === null) return 'gone'
  return digestOf(found.body) === digest ? 'asFiled' : 'changed'
}
