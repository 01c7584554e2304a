import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Everything the embedded server owns, under `<dataDir>/postgres`. Paths are absolute and free of symbolic links. */
export type ServerFolder = {
  readonly root: string
  /** The cluster (PGDATA). */
  readonly data: string
  /** One mark a process that uses the server. */
  readonly users: string
  readonly lock: string
  /** Port and password, mode 0600. */
  readonly record: string
  readonly log: string
}

/**
 * Makes the folder where it is missing; throws the system's own error where it is not ours to write.
 * Folders made here can be entered, but not listed, by others: as root, the server runs as somebody else.
 */
export function prepareServerFolder(dataDir: string): ServerFolder {
  const path = resolve(dataDir)
  makeFolder(path, 0o711)
  makeFolder(join(path, 'postgres'), 0o711)
  const folder = serverFolder(realpathSync(join(path, 'postgres')))
  makeFolder(folder.users, 0o700)
  makeFolder(folder.lock, 0o700)
  openToServer(path)
  openToServer(folder.root)
  return folder
}

export function serverFolder(root: string): ServerFolder {
  return {
    root,
    data: join(root, 'data'),
    users: join(root, 'users'),
    lock: join(root, 'lock'),
    record: join(root, 'server.json'),
    log: join(root, 'postgres.log'),
  }
}

function makeFolder(path: string, mode: number): void {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true })
    chmodSync(path, mode) // not mkdir's own mode: the umask would narrow it
  }
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  refuseForeign(path)
}

/**
 * In a folder that another user owns, that user could replace the password and the data. Root could anyway, and owns
 * the volumes that containers are given.
 */
function refuseForeign(path: string): void {
  const us = process.getuid?.()
  const { uid } = statSync(path)
  if (us !== 0 && uid !== 0 && us !== uid) throw new Error(`${path} belongs to user id ${uid}, not to ${us}`)
}

/** As root, a data folder made 0700 would bar the server's account, although no file in it is open to others. */
function openToServer(path: string): void {
  const { uid, mode } = statSync(path)
  if (process.getuid?.() === 0 && uid === 0 && (mode & 0o001) === 0) chmodSync(path, (mode & 0o7777) | 0o011)
}
