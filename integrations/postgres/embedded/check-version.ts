import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedServerError } from './embedded-server-error.js'
import { explainFailure } from './explain-failure.js'
import type { NativeBinaries } from './native-binaries.js'
import type { ServerAccount } from './server-account.js'
import { serverEnvironment } from './server-environment.js'
import type { ServerFolder } from './server-folder.js'

/**
 * Runs the server's program once, as the account it will run as, and compares its major version with the cluster's:
 * PostgreSQL does not open another major version's files. Fails with `binaries-unusable` or `wrong-version`.
 */
export function checkVersion(folder: ServerFolder, { postgres }: NativeBinaries, account: ServerAccount | null): void {
  const as = account === null ? {} : { uid: account.uid, gid: account.gid }
  const { stdout, stderr, error } = spawnSync(postgres, ['--version'], {
    ...as,
    cwd: '/',
    env: serverEnvironment(),
    encoding: 'utf8',
  })
  const ours = /PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1]
  if (ours === undefined)
    throw explainFailure(`run ${postgres}`, `cannot execute: ${stderr ?? ''}${error?.message ?? ''}`)
  const theirs = readFileSync(join(folder.data, 'PG_VERSION'), 'utf8').trim()
  if (theirs === ours) return
  const sentence = `The embedded PostgreSQL server is version ${ours} and cannot open the data in ${folder.data}, which version ${theirs} wrote: use the Tourniquet version that created it, or move ${folder.root} away to start with an empty database.`
  throw new EmbeddedServerError('wrong-version', sentence)
}
