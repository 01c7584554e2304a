import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { isNativeError } from 'node:util/types'
import type { Placeholders } from '../../src/evidence/sigma/expand-placeholders.js'
import { loadSigmaRules, type SigmaRules, type SigmaText } from '../../src/evidence/sigma/load-sigma-rules.js'
import type { SigmaRefusal } from '../../src/evidence/sigma/rule-notes.js'

/** More than the reader of rules takes, which says so itself; not so much that a wrong path fills the memory. */
const MAX_BYTES = 4_000_000

/**
 * Loads rule files and, recursively, every `.yml` and `.yaml` of folders, in the order of their names. What cannot be read
 * is a refusal beside those of the rules, not an error: the other rules are loaded. A named file may have any extension.
 * Links to folders inside a folder are not followed, so that a circle of links ends.
 */
export async function loadSigmaFiles(
  paths: readonly string[],
  options: { readonly placeholders?: Placeholders } = {},
): Promise<SigmaRules> {
  const { texts, unreadable } = await readSigmaTexts(paths)
  const loaded = loadSigmaRules(texts, options)
  return { ...loaded, unsupported: [...unreadable, ...loaded.unsupported] }
}

/** The same files as texts, for whoever loads them elsewhere: rules do not pass between threads, texts do. */
export async function readSigmaTexts(
  paths: readonly string[],
): Promise<{ readonly texts: readonly SigmaText[]; readonly unreadable: readonly SigmaRefusal[] }> {
  const read = (await Promise.all(paths.map(readPath))).flat()
  return {
    texts: read.flatMap((each) => ('text' in each ? [each] : [])),
    unreadable: read.flatMap((each) => ('text' in each ? [] : [each])),
  }
}

type ReadText = SigmaText | SigmaRefusal

async function readPath(path: string): Promise<readonly ReadText[]> {
  try {
    if ((await stat(path)).isDirectory()) return await readFolder(path)
  } catch (error) {
    return [unreadable(path, reasonOf(error))]
  }
  return [await readText(path)]
}

async function readFolder(folder: string): Promise<readonly ReadText[]> {
  const files = await filesIn(folder)
  if (files.length === 0) return [unreadable(folder, 'there is no .yml or .yaml file in it')]
  const texts: ReadText[] = []
  // One after the other: a folder of thousands would run out of file handles.
  for (const file of files) texts.push(typeof file === 'string' ? await readText(file) : file)
  return texts
}

/** A folder below that cannot be listed is a refusal in its place. */
async function filesIn(folder: string): Promise<readonly (string | SigmaRefusal)[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files: (string | SigmaRefusal)[] = []
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await filesBelow(path)))
    else if (['.yml', '.yaml'].includes(extname(entry.name).toLowerCase())) files.push(path)
  }
  return files
}

async function filesBelow(folder: string): Promise<readonly (string | SigmaRefusal)[]> {
  try {
    return await filesIn(folder)
  } catch (error) {
    return [unreadable(folder, reasonOf(error))]
  }
}

async function readText(file: string): Promise<ReadText> {
  try {
    const about = await stat(file)
    if (!about.isFile()) return unreadable(file, 'it is no regular file')
    if (about.size > MAX_BYTES) return unreadable(file, `it is larger than ${MAX_BYTES} bytes`)
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)) }
  } catch (error) {
    return unreadable(file, reasonOf(error))
  }
}

function unreadable(file: string, why: string): SigmaRefusal {
  return { file, line: null, title: null, construct: 'file', reason: `it cannot be read: ${why}` }
}

/** Failures of the file system and of the decoder are expected here; anything else is a bug and goes on. */
function reasonOf(error: unknown): string {
  if (isNativeError(error) && 'code' in error) {
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8'
    if ('syscall' in error) return String(error.code)
  }
  throw error
}
