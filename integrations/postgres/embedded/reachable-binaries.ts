import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { NativeBinaries } from './native-binaries.js'
import { mayEnter, type ServerAccount } from './server-account.js'
import type { ServerFolder } from './server-folder.js'

/**
 * Programs that the account can run: the installed ones, else a copy of them (60 MB) beside the data. Root often has
 * its projects below /root, which nobody else may enter. The caller holds the folder's lock.
 */
export function reachableBinaries(
  installed: NativeBinaries,
  account: ServerAccount | null,
  folder: ServerFolder,
): NativeBinaries {
  if (account === null || mayEnter(account, installed.postgres)) return installed
  const name = copyName(installed)
  const copy = join(folder.root, name)
  if (!existsSync(copy)) copyPrograms(installed, copy)
  for (const other of readdirSync(folder.root)) {
    if (other.startsWith('native-') && other !== name)
      rmSync(join(folder.root, other), { recursive: true, force: true })
  }
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

/** Another installed version has another name, so that its copy is made anew. */
function copyName({ postgres }: NativeBinaries): string {
  const { size, mtimeMs } = statSync(postgres)
  return `native-${size}-${Math.round(mtimeMs)}`
}

/** Complete or not there: a kill midway leaves a draft, which the sweep above takes for another version's copy. */
function copyPrograms({ postgres }: NativeBinaries, copy: string): void {
  const draft = `${copy}.new`
  rmSync(draft, { recursive: true, force: true })
  cpSync(dirname(dirname(postgres)), draft, { recursive: true, verbatimSymlinks: true })
  renameSync(draft, copy)
}
