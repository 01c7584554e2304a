import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { errorCode } from './caught-error.js'
import { explainFailure } from './explain-failure.js'
import type { NativeBinaries } from './native-binaries.js'
import { markName, ownIdentity } from './process-marks.js'
import type { ServerAccount } from './server-account.js'
import { serverEnvironment } from './server-environment.js'
import type { ServerFolder } from './server-folder.js'

/** The database superuser's name; the password is in the server record. */
export const SUPERUSER = 'tourniquet'

/** Drafts of a cluster and of its password file; what a killed creator left is swept by the next one. */
const DRAFT = /^(data\.new|initdb\.pw)-/

/**
 * Creates the cluster unless it is there. The caller holds the folder's lock. initdb works in a draft folder that is
 * renamed when complete: a kill or a full disk midway leaves no half-made cluster.
 */
export async function createCluster(
  folder: ServerFolder,
  binaries: NativeBinaries,
  account: ServerAccount | null,
  password: string,
): Promise<void> {
  if (existsSync(folder.data)) return
  sweepDrafts(folder)
  const name = markName(ownIdentity())
  const draft = join(folder.root, `data.new-${name}`)
  const passwordFile = join(folder.root, `initdb.pw-${name}`)
  try {
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    for (const path of [draft, passwordFile]) if (account !== null) chownSync(path, account.uid, account.gid)
    await runInitdb(binaries, account, draft, passwordFile)
    renameSync(draft, folder.data)
    syncFolder(folder.root)
  } finally {
    sweepDrafts(folder)
  }
}

async function runInitdb(
  binaries: NativeBinaries,
  account: ServerAccount | null,
  draft: string,
  passwordFile: string,
): Promise<void> {
  // The builtin locale provider sorts alike everywhere, whatever locales the system has.
  const args = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--encoding=UTF8']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-D', draft)
  const { exitCode, output } = await collect(binaries.initdb, args, account)
  if (exitCode !== 0) throw explainFailure(`create its data in ${dirname(draft)}`, output)
}

function collect(program: string, args: string[], account: ServerAccount | null) {
  return new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    const as = account === null ? {} : { uid: account.uid, gid: account.gid }
    const child = spawn(program, args, { ...as, cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => resolve({ exitCode: null, output: `${output}${error.message}` }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}

/** An initdb whose parent was killed may still write into its draft: then this fails, and a later sweep succeeds. */
function sweepDrafts(folder: ServerFolder): void {
  for (const name of readdirSync(folder.root).filter((entry) => DRAFT.test(entry))) {
    try {
      rmSync(join(folder.root, name), { recursive: true, force: true })
    } catch (error) {
      if (errorCode(error) !== 'ENOTEMPTY') throw error
    }
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
