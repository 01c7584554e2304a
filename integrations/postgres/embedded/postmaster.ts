import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './caught-error.js'
import { EmbeddedServerError } from './embedded-server-error.js'
import { commandLineOf } from './process-identity.js'
import type { ServerFolder } from './server-folder.js'

/** The server's first process, as its own postmaster.pid tells. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean }

/** A fast shutdown writes a checkpoint; then an immediate one, which the next start recovers from. */
const FAST_SHUTDOWN_MS = 15_000
const IMMEDIATE_SHUTDOWN_MS = 5_000

/**
 * The live server of this folder, whoever started it and whatever became of them; null if there is none.
 * The file's lines: pid, data folder, start time, port, socket folder, address, shared memory, status
 * (PostgreSQL's src/include/utils/pidfile.h). The pid counts only if that process was started on our data.
 */
export function findPostmaster(folder: ServerFolder): Postmaster | null {
  const lines = readPidFile(folder)
  const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()]
  if (!Number.isSafeInteger(pid) || pid <= 0 || !servesFolder(pid, folder)) return null
  return { pid, port, ready: status === 'ready' }
}

/** Asks the server to stop at once, without waiting: clients are disconnected, the checkpoint is written. */
export function signalStop(postmaster: Postmaster): void {
  signal(postmaster.pid, 'SIGINT')
}

/** Stops the server if it runs, and returns when its process is gone. Fails with `stop-failed`. */
export async function stopPostmaster(folder: ServerFolder): Promise<void> {
  const postmaster = findPostmaster(folder)
  if (postmaster === null) return
  signal(postmaster.pid, 'SIGINT')
  if (await ends(postmaster.pid, folder, FAST_SHUTDOWN_MS)) return
  signal(postmaster.pid, 'SIGQUIT')
  if (await ends(postmaster.pid, folder, IMMEDIATE_SHUTDOWN_MS)) return
  const sentence = `The embedded PostgreSQL server in ${folder.root} (process ${postmaster.pid}) does not stop: look into ${folder.log}, then end that process yourself.`
  throw new EmbeddedServerError('stop-failed', sentence)
}

/**
 * Removes a postmaster.pid whose pid now belongs to something else: in a restarted container pids repeat, PostgreSQL
 * sees a live process of its own user and refuses to start. Not done while any process works in the data folder, since
 * a killed server's children may still write there. Linux only: elsewhere the folders of processes cannot be read.
 */
export function clearReusedPid(folder: ServerFolder): void {
  const pid = Number(readPidFile(folder)[0])
  const isStale = Number.isSafeInteger(pid) && pid > 0 && commandLineOf(pid) !== null && !servesFolder(pid, folder)
  if (isStale && process.platform === 'linux' && !isAnyoneIn(folder.data)) {
    rmSync(join(folder.data, 'postmaster.pid'), { force: true })
  }
}

function servesFolder(pid: number, folder: ServerFolder): boolean {
  return commandLineOf(pid)?.includes(`-D ${folder.data} `) ?? false
}

/** PostgreSQL's processes all have the data folder as their working directory. */
function isAnyoneIn(folder: string): boolean {
  return readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && workingFolder(pid) === folder)
}

function workingFolder(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null // ended meanwhile, or of another user: the server runs as us or, under root, where all are readable
  }
}

async function ends(pid: number, folder: ServerFolder, withinMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + withinMs
  while (servesFolder(pid, folder)) {
    if (performance.now() > deadlineMs) return false
    await sleep(10)
  }
  return true
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

function readPidFile(folder: ServerFolder): string[] {
  try {
    return readFileSync(join(folder.data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return [] // no server, or one that has just removed it
  }
}
