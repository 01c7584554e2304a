import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EmbeddedServerError, USE_ANOTHER_DATABASE } from './embedded-server-error.js'

/** The system account the server runs as, where that is not our own: PostgreSQL refuses to run as root. */
export type ServerAccount = { readonly name: string; readonly uid: number; readonly gid: number }

/** Runs a system command and returns its output; null if it fails or does not exist. */
export type SystemCommand = (command: string, args: readonly string[]) => string | null

/** Tried in this order; `postgres` is there wherever PostgreSQL was ever installed by a package. */
const KNOWN_ACCOUNTS = ['tourniquet-db', 'postgres']

/**
 * Whom to run the server as: null (ourselves) unless we are root. Root uses the account that owns the data already,
 * else a known one, else creates `tourniquet-db` (a system account without home or shell). Fails with `no-account`.
 */
export function chooseServerAccount(
  dataFolder: string,
  onProgress: (message: string) => void,
  run: SystemCommand = runSystemCommand,
): ServerAccount | null {
  if (process.getuid?.() !== 0) return null
  const owner = ownerOf(dataFolder)
  if (owner !== null && owner !== 0) return lookUp(String(owner), run) ?? missingOwner(dataFolder, owner)
  for (const name of KNOWN_ACCOUNTS) {
    const account = lookUp(name, run)
    if (account !== null) return account
  }
  return create(onProgress, run)
}

function create(onProgress: (message: string) => void, run: SystemCommand): ServerAccount {
  const name = 'tourniquet-db'
  onProgress(`Creating the system account ${name}: PostgreSQL refuses to run as root`)
  run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  const account = lookUp(name, run)
  if (account !== null) return account
  const sentence = `The embedded PostgreSQL server refuses to run as root, and the system account ${name} could not be created: run Tourniquet as an ordinary user, create that account yourself, or ${USE_ANOTHER_DATABASE}.`
  throw new EmbeddedServerError('no-account', sentence)
}

function lookUp(user: string, run: SystemCommand): ServerAccount | null {
  const [name, uid, gid] = [run('id', ['-un', user]), run('id', ['-u', user]), run('id', ['-g', user])]
  if (name === null || uid === null || gid === null) return null
  return { name: name.trim(), uid: Number(uid), gid: Number(gid) }
}

function ownerOf(folder: string): number | null {
  return statSync(folder, { throwIfNoEntry: false })?.uid ?? null
}

function missingOwner(folder: string, uid: number): never {
  const sentence = `The embedded PostgreSQL server's data in ${folder} belongs to user id ${uid}, which this system does not know: chown it to a known account, or ${USE_ANOTHER_DATABASE}.`
  throw new EmbeddedServerError('no-account', sentence)
}

/**
 * Fails with `folder-unusable` where the account cannot enter `folder`, and names the folder on the way that bars it.
 * Asks `test -x` as that account: modes alone would overlook access lists.
 */
export function checkEntry(account: ServerAccount | null, folder: string): void {
  if (account === null || mayEnter(account, folder)) return
  const barred = firstBarred(account, folder)
  const sentence = `The embedded PostgreSQL server cannot reach its data in ${folder}: it runs as ${account.name}, since PostgreSQL refuses to run as root, and that user may not enter ${barred}; run \`chmod o+x ${barred}\`, set dataDir to a place outside of it, or ${USE_ANOTHER_DATABASE}.`
  throw new EmbeddedServerError('folder-unusable', sentence)
}

function firstBarred(account: ServerAccount, folder: string): string {
  const parent = dirname(folder)
  return parent === folder || mayEnter(account, parent) ? folder : firstBarred(account, parent)
}

/** Whether the account can use a folder, or run a program, at this path. */
export function mayEnter({ uid, gid }: ServerAccount, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { uid, gid, cwd: '/' }).status === 0
}

function runSystemCommand(command: string, args: readonly string[]): string | null {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return null // not found, or it refused: both mean that this account is not to be had
  }
}
