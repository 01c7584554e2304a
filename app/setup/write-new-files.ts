import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface NewFile {
  readonly path: string
  readonly text: string
}

/** Which of the files are there already: nothing is to be written then, unless that was asked for. */
export function alreadyThere(files: readonly NewFile[]): string[] {
  return files.map(({ path }) => path).filter((path) => existsSync(path))
}

/**
 * Writes files for their owner alone (0600, in folders of 0700 where those are new), each in one step: a full disk or a
 * kill leaves the old file or the new one. What is replaced is kept beside it as `<name>.bak`, since the hashes and
 * secrets in it may be in use.
 */
export function writeNewFiles(files: readonly NewFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const draft = join(dirname(path), `.${basename(path)}.new`)
    rmSync(draft, { force: true })
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    if (existsSync(path)) {
      renameSync(path, `${path}.bak`)
      chmodSync(`${path}.bak`, 0o600)
    }
    renameSync(draft, path)
  }
}
