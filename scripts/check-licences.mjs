/**
 * npm run licences: reads the SPDX bill of materials of what we ship (`npm sbom`, development tools left out) and fails,
 * naming the packages, where a licence is not on the list below. From the lock file, so that the packages of every
 * platform are seen and not only those installed here. With `-` the SPDX document is read from standard input.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Permissive licences: use in any product, source not owed, notices kept. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/**
 * Exceptions, each for one package and one licence. elkjs (through beautiful-mermaid) lays out the drawn playbook. The EPL
 * asks for source only of changes to elkjs itself; we install it unchanged from the registry and our code, which
 * merely calls it, stays under our own licence (EPL-2.0, 1 "Modified Works" and 3.2). Not for the list above: another
 * EPL package deserves the same look.
 */
const EXCEPTIONS = new Map([['elkjs', 'EPL-2.0']])

/** Whether an SPDX licence expression can be satisfied with accepted licences: `OR` needs one side, `AND` both. */
function accepts(expression, isAccepted) {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? []
  let isWellFormed = true
  const take = (token) => tokens[0] === token && tokens.shift() !== undefined
  const anyOf = () => {
    const sides = [allOf()]
    while (take('OR')) sides.push(allOf())
    return sides.includes(true)
  }
  const allOf = () => {
    const sides = [licence()]
    while (take('AND')) sides.push(licence())
    return !sides.includes(false)
  }
  const licence = () => {
    if (take('(')) {
      const inner = anyOf()
      isWellFormed &&= take(')')
      return inner
    }
    const id = tokens.shift()
    isWellFormed &&= id !== undefined
    // An SPDX exception only ever grants more than the licence it stands beside.
    if (take('WITH')) tokens.shift()
    return isAccepted(id)
  }
  const result = anyOf()
  return result && isWellFormed && tokens.length === 0
}

function billOfMaterials() {
  if (process.argv[2] === '-') return readFileSync(0, 'utf8')
  const root = fileURLToPath(new URL('..', import.meta.url))
  const sbom = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format', 'spdx']
  const { status, stdout, stderr, error } = spawnSync('npm', sbom, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  if (status !== 0) fail(`npm ${sbom.join(' ')} failed: ${(error?.message ?? stderr).trim()}`)
  return stdout
}

function fail(message) {
  console.error(`licences: ${message}`)
  process.exit(1)
}

function readPackages() {
  try {
    const { packages } = JSON.parse(billOfMaterials())
    // An empty list would pass every check and mean that none was made.
    if (!Array.isArray(packages) || packages.length === 0) fail('the bill of materials names no package.')
    return packages.map(({ name, versionInfo, licenseDeclared }) => ({
      name,
      version: versionInfo,
      licence: licenseDeclared ?? 'NOASSERTION',
    }))
  } catch (error) {
    return fail(`the bill of materials is no SPDX JSON: ${error.message}`)
  }
}

const packages = readPackages()
const counts = new Map()
for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
const offenders = packages.filter(
  ({ name, licence }) => !accepts(licence, (id) => PERMISSIVE.has(id) || EXCEPTIONS.get(name) === id),
)

console.log(`licences: ${packages.length} packages`)
for (const [licence, count] of [...counts].sort(([, a], [, b]) => b - a)) {
  console.log(`  ${String(count).padStart(4)}  ${licence}`)
}
for (const { name, version, licence } of offenders) console.error(`licences: refused: ${name}@${version} (${licence})`)
if (offenders.length > 0) {
  fail(
    `${offenders.length} refused. Replace the package, or add the licence to scripts/check-licences.mjs with a reason.`,
  )
}
console.log('licences: all permissive, or excepted with a reason')
