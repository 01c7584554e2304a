import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'

/** Some milliseconds of work. */
const bytesAtATime = 4 * 1024 * 1024

/** In hex; with a turn for whatever else the process does in between, for files of hundreds of megabytes. */
export async function sha256InTurns(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += bytesAtATime) {
    if (at > 0) await turn()
    hash.update(bytes.subarray(at, at + bytesAtATime))
  }
  return hash.digest('hex')
}
