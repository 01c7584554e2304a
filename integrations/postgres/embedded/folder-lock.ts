import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedServerError } from './embedded-server-error.js'
import { leaveMark, liveMarks, type ProcessMark } from './process-marks.js'

/** initdb takes about a second; a slow disk or a crash recovery can take many. */
const PATIENCE_MS = 120_000

/**
 * Runs `action` while no other caller, in this process or another, runs one under the same folder. A holder that died
 * holds nothing. Waits up to two minutes for a live one, then fails with `locked` and names it.
 *
 * One lock file that is taken over when stale was rejected: between finding it stale and replacing it, another process
 * may have taken it over already. Here everybody leaves a mark of their own and holds the lock only if it is alone
 * after that: of two that both believed so, the later one would have seen the earlier one's mark.
 */
export async function withFolderLock<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const deadlineMs = performance.now() + PATIENCE_MS
  let mark = tryFolderLock(folder)
  while (mark === null) {
    if (performance.now() > deadlineMs) throw lockedError(folder)
    await sleep(5 + Math.random() * 20)
    mark = tryFolderLock(folder)
  }
  try {
    return await action()
  } finally {
    mark.remove()
  }
}

/** Takes the lock if it is free at this moment; null otherwise. Synchronous, so that an exit handler can use it. */
export function tryFolderLock(folder: string): ProcessMark | null {
  if (liveMarks(folder).length > 0) return null
  const mark = leaveMark(folder)
  if (liveMarks(folder).length === 1) return mark
  mark.remove()
  return null
}

function lockedError(folder: string): EmbeddedServerError {
  const holder = liveMarks(folder)[0]
  const who = holder === undefined ? 'other processes' : `process ${holder.pid}`
  const sentence = `The embedded PostgreSQL server in ${folder} is being started or stopped by ${who} for over two minutes: wait for it, or end that process and try again.`
  return new EmbeddedServerError('locked', sentence)
}
