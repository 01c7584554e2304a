import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { explainFailure, isPassing, isPortTaken } from './explain-failure.js'
import { FILES_SETTING, filesMark } from './files-mark.js'
import { freePort } from './free-port.js'
import type { NativeBinaries } from './native-binaries.js'
import { clearReusedPid, findPostmaster, type Postmaster } from './postmaster.js'
import type { ServerAccount } from './server-account.js'
import { serverEnvironment } from './server-environment.js'
import type { ServerFolder } from './server-folder.js'

/** Crash recovery replays at most `max_wal_size`; races for a port or with a dying server pass within seconds. */
const PATIENCE_MS = 60_000
const LOG_LIMIT_BYTES = 5_000_000

/** Small, since it serves one host; durable, since what was answered 2xx must survive a power cut. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path may be 107 bytes long at most, which a data folder easily exceeds.
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  huge_pages: 'off',
  io_method: 'sync',
  jit: 'off',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
  // Without the details of failed statements: they quote rows, and rows hold evidence.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

/**
 * Returns the live server of the folder, starting it if there is none. The caller holds the folder's lock; a server
 * whose starter was killed is adopted, at whatever stage it is. `port` is tried first. Fails with `EmbeddedServerError`.
 */
export async function startPostmaster(
  folder: ServerFolder,
  binaries: NativeBinaries,
  account: ServerAccount | null,
  port: number,
): Promise<Postmaster> {
  const deadlineMs = performance.now() + PATIENCE_MS
  let wantedPort = port
  let found = findPostmaster(folder)
  while (found?.ready !== true) {
    const failure =
      found === null ? await launch(folder, binaries, account, await freePort(wantedPort), deadlineMs) : null
    if (failure !== null && !isPassing(failure)) throw explainFailure(`start in ${folder.root}`, failure)
    if (performance.now() > deadlineMs)
      throw explainFailure(`start in ${folder.root} within a minute`, readLog(folder, 0))
    if (failure !== null && isPortTaken(failure)) wantedPort = 0
    await sleep(failure === null ? 10 : 100)
    found = findPostmaster(folder)
  }
  return found
}

/** Starts the server detached and waits until it is ready or has ended; returns what it wrote if it ended, else null. */
async function launch(
  folder: ServerFolder,
  binaries: NativeBinaries,
  account: ServerAccount | null,
  port: number,
  deadlineMs: number,
): Promise<string | null> {
  clearReusedPid(folder)
  turnOverLog(folder)
  const logStart = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0
  const child = spawnServer(folder, binaries, account, port)
  let end: string | null = null
  child.once('error', (error) => {
    end = error.message
  })
  child.once('exit', (exitCode, signal) => {
    end = `the server ended with ${signal ?? `exit code ${exitCode}`}`
  })
  while (end === null && findPostmaster(folder)?.ready !== true && performance.now() < deadlineMs) await sleep(10)
  return end === null ? null : `${readLog(folder, logStart)}\n${end}`
}

function spawnServer(
  folder: ServerFolder,
  { postgres }: NativeBinaries,
  account: ServerAccount | null,
  port: number,
): ChildProcess {
  const ofThisRun = { port: String(port), [FILES_SETTING]: filesMark(folder.data).text }
  const settings = Object.entries({ ...SETTINGS, ...ofThisRun }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const as = account === null ? {} : { uid: account.uid, gid: account.gid }
  const log = openSync(folder.log, 'a', 0o600)
  if (account !== null) fchownSync(log, account.uid, account.gid) // or root would lock the data's owner out of it
  // Detached: a session of its own, so that neither our end nor Ctrl-C in our terminal reaches it.
  const child = spawn(postgres, ['-D', folder.data, ...settings], {
    ...as,
    cwd: '/',
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  return child
}

function turnOverLog(folder: ServerFolder): void {
  const size = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(folder.log, `${folder.log}.1`)
}

function readLog(folder: ServerFolder, fromByte: number): string {
  return existsSync(folder.log) ? readFileSync(folder.log).subarray(fromByte).toString('utf8') : ''
}
