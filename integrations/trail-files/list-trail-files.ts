import { type Dirent, stat as lookAt, type Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isNativeError } from 'node:util/types'

export interface ListedFile {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
  /** Asked for by its own name, not found in a folder: then it has to be a log. */
  readonly isNamed: boolean
}

export interface FileProblem {
  readonly path: string
  readonly reason: string
}

export interface TrailFileList {
  readonly files: readonly ListedFile[]
  readonly problems: readonly FileProblem[]
}

/**
 * The files at these paths, folders with all that is in them, in the order of their paths. A file that is reached twice
 * (named and in a folder, through links) is listed once, a loop of links is walked once; hidden files and what is neither
 * file nor folder stay out. What cannot be looked into is a problem with its reason, never a throw.
 */
export async function listTrailFiles(paths: readonly string[]): Promise<TrailFileList> {
  const walk: Walk = { files: [], problems: [], seen: new Set() }
  for (const path of paths) await visit(path, true, walk)
  walk.files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return walk
}

interface Walk {
  readonly files: ListedFile[]
  readonly problems: FileProblem[]
  /** Real paths: links make several ways to one file, or a way back. */
  readonly seen: Set<string>
}

async function visit(path: string, isNamed: boolean, walk: Walk): Promise<void> {
  try {
    const real = await realpath(path)
    if (!isFirst(real, walk)) return
    const entry = await stat(real)
    if (entry.isDirectory()) await visitFolder(path, real, walk)
    else if (entry.isFile()) walk.files.push(fileAt(path, entry, isNamed))
    else if (isNamed) walk.problems.push({ path, reason: 'is neither a file nor a folder' })
  } catch (error) {
    walk.problems.push({ path, reason: reasonOf(error) })
  }
}

function isFirst(real: string, { seen }: Walk): boolean {
  const isNew = !seen.has(real)
  seen.add(real)
  return isNew
}

/**
 * Plain files are looked at together, since a log of a year has thousands; what needs care (links) one by one. What a real folder holds
 * and is no link has its name for its real path.
 */
async function visitFolder(path: string, real: string, walk: Walk): Promise<void> {
  const all: Dirent[] = await readdir(path, { withFileTypes: true })
  const entries = all.filter(({ name }) => !name.startsWith('.'))
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  const plain = entries.filter((entry) => entry.isFile())
  const found = await statAll(plain.map(({ name }) => join(real, name)))
  const known = new Map(plain.map(({ name }, place) => [name, found[place] ?? null]))
  for (const entry of entries) {
    const [itsPath, itsReal] = [join(path, entry.name), join(real, entry.name)]
    const file = known.get(entry.name) ?? null
    if (file?.isFile() === true) {
      if (isFirst(itsReal, walk)) walk.files.push(fileAt(itsPath, file, false))
    } else if (entry.isDirectory()) await visitPlainFolder(itsPath, itsReal, walk)
    else await visit(itsPath, false, walk)
  }
}

async function visitPlainFolder(path: string, real: string, walk: Walk): Promise<void> {
  if (!isFirst(real, walk)) return
  try {
    await visitFolder(path, real, walk)
  } catch (error) {
    walk.problems.push({ path, reason: reasonOf(error) })
  }
}

/** By callbacks: of thousands of files the promises alone would take longer than the looks. null: gone meanwhile. */
function statAll(paths: readonly string[]): Promise<readonly (Stats | null)[]> {
  const found: (Stats | null)[] = paths.map(() => null)
  return new Promise((resolve) => {
    let waiting = paths.length
    if (waiting === 0) resolve(found)
    paths.forEach((path, place) => {
      lookAt(path, (error, stats) => {
        found[place] = error === null ? stats : null
        waiting -= 1
        if (waiting === 0) resolve(found)
      })
    })
  })
}

function fileAt(path: string, { size, mtimeMs }: Stats, isNamed: boolean): ListedFile {
  return { path, bytes: size, modifiedMs: mtimeMs, isNamed }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read'],
  ['EPERM', 'may not be read'],
  ['ELOOP', 'is a link that leads back to itself'],
  ['ENAMETOOLONG', 'has a name that is too long'],
])

/** A failed file system call in words. */
export function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return 'cannot be read'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return reasons.get(code) ?? `cannot be read: ${error.message}`
}
