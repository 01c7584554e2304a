import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ReadRawFile } from '../look.js'

/** Far more than any evidence of a simulated account. */
const LARGEST_TEXT_BYTES = 256 * 1024 * 1024
/** As rawEvidenceFiles names them; anything else is none of ours. */
const FILE = /^evidence\/inc_\w+\/[0-9a-f]{64}\.ndjson\.gz$/

/** Records that are too large for the store, as the workers keep them below a folder. */
export function rawFilesIn(folder: string): ReadRawFile {
  return (file) => {
    if (!FILE.test(file)) return null
    return gunzipSync(readFileSync(join(folder, file)), { maxOutputLength: LARGEST_TEXT_BYTES }).toString('utf8')
  }
}
