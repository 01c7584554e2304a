/**
 * Jest gives each test file a context of its own, in which every module is run anew and V8 starts cold: of the time of a
 * whole run a third went there. So a whole run takes several files of one folder as one suite. A run of chosen files, and
 * what is in ALONE, stays as Jest has it.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Of the project's root: what is in node_modules Jest does not take for tests. */
const GROUPS_FOLDER = '.test-groups'

/** Below test/: what takes most of a minute by itself. */
const ALONE = ['e2e/', 'playbooks/every-reachable-state', 'app/exercise/scenarios/insider-hour']
const MOST_FILES = 12

/** Writes the groups anew, and answers with what is to be run in place of the files: `testMatch`. */
export function groupSuites() {
  const folder = join(root, GROUPS_FOLDER)
  rmSync(folder, { recursive: true, force: true })
  const alone = testFiles().filter(isAlone)
  for (const [name, files] of groupsOf(testFiles().filter((file) => !isAlone(file)))) {
    const path = join(folder, `${name}.test.mjs`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, groupSource(dirname(path), files))
  }
  return [`<rootDir>/${GROUPS_FOLDER}/**/*.test.mjs`, ...alone.map((file) => `<rootDir>/test/${file}`)]
}

function testFiles() {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.split(sep).join('/'))
    .sort()
}

const isAlone = (file) => ALONE.some((beginning) => file.startsWith(beginning))

/** Files of one folder, at most so many: one folder of many files is several groups of about the same number. */
function groupsOf(files) {
  return [...byFolder(files)].flatMap(([folder, members]) => {
    const count = Math.ceil(members.length / MOST_FILES)
    return Array.from({ length: count }, (_, index) => [
      `${folder}/${index + 1}`,
      members.filter((_member, at) => at % count === index),
    ])
  })
}

function byFolder(files) {
  const members = new Map()
  for (const file of files) members.set(folderOf(file), [...(members.get(folderOf(file)) ?? []), file])
  return members
}

/** `src/evidence/sigma/x.test.ts` is of src/evidence: what lies deeper would be many groups of few. */
const folderOf = (file) => dirname(file).split('/').slice(0, 2).join('/')

function groupSource(from, files) {
  const path = (to) => JSON.stringify(relative(from, to).split(sep).join('/'))
  return [
    `import { fileOfSuite } from ${path(join(root, 'scripts/jest/file-of-suite.mjs'))}`,
    ...files.map(
      (file) => `await fileOfSuite(${JSON.stringify(file)}, () => import(${path(join(root, 'test', file))}))`,
    ),
    '',
  ].join('\n')
}
