import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorCode } from '../../../integrations/postgres/embedded/caught-error.js'
import { liveMarks, ownIdentity } from '../../../integrations/postgres/embedded/process-marks.js'

/**
 * Starts, once for this test process, a keeper: it holds the embedded server while test files come and go, and drops
 * this process's databases and leaves when this process has ended. Jest tells nobody when a test process ends, so the
 * keeper reads from a pipe that breaks with it.
 */
export function ensureKeeper(folder: string): void {
  const { pid, startedAt } = ownIdentity()
  const keepers = join(folder, 'keepers')
  mkdirSync(keepers, { recursive: true })
  liveMarks(keepers) // sweeps those of runs that were killed
  if (!claim(join(keepers, `${pid}-${startedAt}`))) return
  const script = fileURLToPath(new URL('postgres-keeper.ts', import.meta.url))
  const keeper = spawn(process.execPath, ['--import', 'tsx', script, String(pid), startedAt], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  for (const handle of [keeper, keeper.stdin]) {
    if ('unref' in handle && typeof handle.unref === 'function') handle.unref()
  }
}

/** Each test file loads this module anew, so that memory cannot tell that the keeper is there already. */
function claim(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}
