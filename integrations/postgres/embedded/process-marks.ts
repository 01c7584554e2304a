import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js'

/** A file that says "this process is here". It counts for as long as the process lives or until it is removed. */
export type ProcessMark = { remove(): void }

/**
 * Leaves an empty file whose name is the process's identity and a random part. Everything is in the name, so a mark
 * is never seen half-written; and no name is ever used twice, so whoever finds a dead one may delete it unasked.
 */
export function leaveMark(folder: string): ProcessMark {
  const path = join(folder, markName(ownIdentity()))
  closeSync(openSync(path, 'wx', 0o600))
  return { remove: () => rmSync(path, { force: true }) }
}

/** The processes whose marks count, one entry a mark; marks of dead processes are deleted on the way. */
export function liveMarks(folder: string): ProcessIdentity[] {
  const live: ProcessIdentity[] = []
  for (const name of readdirSync(folder)) {
    const identity = identityInName(name)
    if (identity !== null && isRunning(identity)) live.push(identity)
    else rmSync(join(folder, name), { force: true, recursive: true })
  }
  return live
}

/** A name for something that belongs to this process alone: `PID-START-RANDOM`. */
export function markName(identity: ProcessIdentity): string {
  return `${identity.pid}-${identity.startedAt}-${randomBytes(6).toString('hex')}`
}

export function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid)
  if (identity === null)
    throw new Error(`process ${process.pid} cannot find itself: neither /proc nor ps tells its start`)
  return identity
}

function identityInName(name: string): ProcessIdentity | null {
  const [pid, startedAt] = name.split('-')
  return pid === undefined || startedAt === undefined ? null : { pid: Number(pid), startedAt }
}
