import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TreeRule } from './import-rules.js'
import { type Breach, formatBreach, parseSource, type SourceFile, type SourceText } from './source-file.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const FOLDERS = [
  'app',
  'bench',
  'console',
  'exercises',
  'integrations',
  'playbooks',
  'scripts',
  'simulated-aws',
  'src',
  'test',
  'workers',
]
/** Every form of module, so that none escapes the rules by its ending, and what else people write by hand. */
const MODULES = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']
const WRITTEN = [...MODULES, '.sql', '.sh']

/** The hand-written files of this project, without what a bench installs for its peers; a folder that does not exist yet is empty. */
export function readTree(): readonly SourceText[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && FOLDERS.includes(entry.name))
    .flatMap((folder) => readdirSync(join(ROOT, folder.name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && WRITTEN.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.split(sep).includes('node_modules'))
    .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
}

/** Parses the modules among the files; those that do not parse come back as breaches. */
export function parseTree(files: readonly SourceText[]): { sources: SourceFile[]; breaches: Breach[] } {
  const sources: SourceFile[] = []
  const breaches: Breach[] = []
  for (const file of files.filter(({ path }) => MODULES.includes(extname(path)))) {
    const parsed = parseSource(file)
    if ('root' in parsed) sources.push(parsed)
    else breaches.push(parsed)
  }
  return { sources, breaches }
}

/** What a rule says, as lines `path:line: message`, about files given as `path: text`; for small examples in tests. */
export function judge(rule: TreeRule, files: Readonly<Record<string, string>>): readonly string[] {
  const { sources, breaches } = parseTree(Object.entries(files).map(([path, text]) => ({ path, text })))
  return [...breaches, ...rule(sources)].map(formatBreach)
}
