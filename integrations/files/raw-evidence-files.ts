import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { sha256 } from '../../src/domain/canonical-json.js'
import type { RawEvidenceFiles } from '../../src/ports.js'
import { writeDurably } from './write-durably.js'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** No collection keeps more: whoever put a larger one there wants the reader to run out of memory. */
const LARGEST_TEXT_BYTES = 256 * 1024 * 1024

/**
 * What sources handed over, one gz file each: `evidence/<incident>/<SHA-256 of the text>.ndjson.gz` below the data folder. The
 * same text again is the same file.
 */
export function rawEvidenceFiles(directory: string): RawEvidenceFiles {
  return {
    keep: async ({ incidentId, digest, text }) => {
      const file = `evidence/${incidentId}/${digest.replace('sha256:', '')}.ndjson.gz`
      if ((await checkFile(join(directory, file), digest)) !== 'asFiled') {
        await writeDurably(join(directory, file), await compress(text))
      }
      return file
    },
    check: async (file, digest) => {
      // The name is out of a document; one that leads elsewhere is none of ours.
      if (!/^evidence\/inc_\w+\/[0-9a-f]{64}\.ndjson\.gz$/.test(file)) return 'changed'
      return checkFile(join(directory, file), digest)
    },
  }
}

async function checkFile(path: string, digest: string): Promise<'asFiled' | 'changed' | 'gone'> {
  let packed: Buffer
  try {
    packed = await readFile(path)
  } catch {
    return 'gone'
  }
  try {
    const text = await decompress(packed, { maxOutputLength: LARGEST_TEXT_BYTES })
    return sha256(text.toString('utf8')) === digest ? 'asFiled' : 'changed'
  } catch {
    return 'changed'
  }
}
