import { caughtError } from './caught-error.js'
import { checkVersion } from './check-version.js'
import { createCluster } from './create-cluster.js'
import { EmbeddedServerError } from './embedded-server-error.js'
import { tryFolderLock, withFolderLock } from './folder-lock.js'
import { folderUnusable } from './folder-unusable.js'
import { type NativeBinaries, readyNativeBinaries } from './native-binaries.js'
import { openDatabase } from './open-database.js'
import { findPostmaster, signalStop, stopPostmaster } from './postmaster.js'
import { leaveMark, liveMarks, type ProcessMark } from './process-marks.js'
import { reachableBinaries } from './reachable-binaries.js'
import { checkEntry, chooseServerAccount } from './server-account.js'
import { prepareServerFolder, type ServerFolder } from './server-folder.js'
import { openServerRecord, writeServerRecord } from './server-record.js'
import { startPostmaster } from './start-postmaster.js'

/** One process's use of the embedded server. */
export type EmbeddedServer = {
  /** `postgres://tourniquet:PASSWORD@127.0.0.1:PORT/tourniquet`; the user is the superuser. */
  readonly url: string
  readonly port: number
  /** Ends this use. The last one to leave stops the server and waits until it is gone. Repeating it changes nothing. */
  release(): Promise<void>
}

export type EmbeddedServerOptions = {
  readonly dataDir: string
  /** What is being done, in one line; called only where a wait is likely. */
  readonly onProgress?: (message: string) => void
}

/**
 * The PostgreSQL server that comes with Tourniquet, for where no other is configured. It keeps everything under
 * `<dataDir>/postgres` and listens on 127.0.0.1 only, with a random password in a file of mode 0600.
 *
 * - Any number of processes of one host (one process namespace) share one server for a `dataDir`.
 * - It outlives whoever started it. It is stopped when its last user releases it or ends through `process.exit`; users
 *   that were killed do not count. Where all were killed it stays up, and the next user adopts it.
 * - A kill at any moment, during creation too, leaves a folder that the next call starts from.
 * - As root it runs as another account, since PostgreSQL refuses root.
 *
 * Every failure is an `EmbeddedServerError`. Linux (glibc) and macOS.
 */
export async function useEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  try {
    const binaries = readyNativeBinaries()
    const folder = prepareServerFolder(options.dataDir)
    return await withFolderLock(folder.lock, () => join(folder, binaries, options.onProgress ?? (() => undefined)))
  } catch (error) {
    if (error instanceof EmbeddedServerError) throw error
    throw folderUnusable(options.dataDir, caughtError(error))
  }
}

async function join(
  folder: ServerFolder,
  binaries: NativeBinaries,
  onProgress: (message: string) => void,
): Promise<EmbeddedServer> {
  const mark = leaveMark(folder.users)
  try {
    const { port, url } = await bringUp(folder, binaries, onProgress)
    return handleOf(folder, mark, url, port)
  } catch (error) {
    await removeUse(folder, mark)
    throw error
  }
}

async function bringUp(
  folder: ServerFolder,
  binaries: NativeBinaries,
  onProgress: (message: string) => void,
): Promise<{ port: number; url: string }> {
  const record = openServerRecord(folder)
  const running = findPostmaster(folder)
  const port = running?.ready === true ? running.port : await start(folder, binaries, record, onProgress)
  if (port !== record.port) writeServerRecord(folder, { ...record, port })
  return { port, url: await openDatabase(folder, port, record.password) }
}

async function start(
  folder: ServerFolder,
  installed: NativeBinaries,
  record: { port: number; password: string },
  onProgress: (message: string) => void,
): Promise<number> {
  const account = chooseServerAccount(folder.data, onProgress)
  checkEntry(account, folder.root)
  onProgress(`Starting the embedded PostgreSQL server in ${folder.root}`)
  const binaries = reachableBinaries(installed, account, folder)
  await createCluster(folder, binaries, account, record.password)
  checkVersion(folder, binaries, account)
  return (await startPostmaster(folder, binaries, account, record.port)).port
}

const openUses = new Map<ProcessMark, ServerFolder>()

function handleOf(folder: ServerFolder, mark: ProcessMark, url: string, port: number): EmbeddedServer {
  if (openUses.size === 0) process.on('exit', leaveAtExit)
  openUses.set(mark, folder)
  return { url, port, release: () => leave(folder, mark) }
}

async function leave(folder: ServerFolder, mark: ProcessMark): Promise<void> {
  if (!openUses.delete(mark)) return
  if (openUses.size === 0) process.off('exit', leaveAtExit)
  await withFolderLock(folder.lock, () => removeUse(folder, mark))
}

async function removeUse(folder: ServerFolder, mark: ProcessMark): Promise<void> {
  mark.remove()
  if (liveMarks(folder.users).length === 0) await stopPostmaster(folder)
}

/** For a process that ends without releasing. Nothing can be awaited here: the server is told to stop, not watched. */
function leaveAtExit(): void {
  for (const [mark, folder] of openUses) {
    const lock = tryFolderLock(folder.lock)
    mark.remove()
    const postmaster = findPostmaster(folder)
    // Without the lock somebody is just joining or leaving, and decides.
    if (lock !== null && liveMarks(folder.users).length === 0 && postmaster !== null) signalStop(postmaster)
    lock?.remove()
  }
}
