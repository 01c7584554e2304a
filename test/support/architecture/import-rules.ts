import { isBuiltin } from 'node:module'
import { findValueCycles, resolveImport, valueImports } from './import-graph.js'
import { type ImportStatement, listImports } from './import-list.js'
import { EXCLUSIVE_PACKAGES, placeOf, type Room, roomOf } from './rooms.js'
import type { Breach, SourceFile } from './source-file.js'

/** A rule over the whole tree; an empty list means that it is kept. */
export type TreeRule = (sources: readonly SourceFile[]) => readonly Breach[]

/** The only file that runs a machine, and what running one takes (`createActor` would bring timers of its own). */
const MACHINE_RUNNER = 'src/engine/advance.ts'
const MACHINE_RUNNING = [
  'transition',
  'initialTransition',
  'getNextSnapshot',
  'getInitialSnapshot',
  'createActor',
  'interpret',
]
/** Enough to write a playbook; invoke, spawn, sendTo, emit and log are effects that no record would show. */
const PLAYBOOK_XSTATE = ['setup', 'assign']
/** Look at the product from outside; nothing that ships may lean on them. */
const OUTSIDE_PRODUCT = ['test', 'bench', 'scripts']

/** The import rules by title; each names the importing file and line. */
export const IMPORT_RULES: Readonly<Record<string, TreeRule>> = {
  'a room imports only the rooms below it': each(roomBreach),
  'a room imports only its own packages': each(packageBreach),
  'only integrations/aws/iam imports client-iam, only integrations/slack imports Bolt': each(exclusiveBreach),
  'only src/engine/advance.ts runs a machine, and playbooks take setup and assign alone': each(xstateBreach),
  'ports are imported as types': each(portsBreach),
  'every import() names its module literally': each(computedBreach),
  'no circle of value imports': findValueCycles,
  'a thread that reads logs loads no schemas, which take as long to load as a log to be read': readingThreadBreaches,
}

const READING_THREAD = 'integrations/trail-files/scan/scan-worker.ts'

function readingThreadBreaches(sources: readonly SourceFile[]): readonly Breach[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set([READING_THREAD])
  const breaches: Breach[] = []
  for (const path of reached) {
    const source = byPath.get(path)
    if (source === undefined) continue
    for (const { to } of valueImports(source)) reached.add(to)
    for (const { specifier, line, typeOnly, isLate } of listImports(source)) {
      if (specifier !== 'zod' || typeOnly || isLate) continue
      breaches.push({ path, line, message: `zod is loaded by ${READING_THREAD}` })
    }
  }
  return breaches
}

type Check = (source: SourceFile, found: ImportStatement) => string | undefined

function each(check: Check): TreeRule {
  return (sources) =>
    sources.flatMap((source) =>
      listImports(source).flatMap((found) => {
        const message = check(source, found)
        return message === undefined ? [] : [{ path: source.path, line: found.line, message }]
      }),
    )
}

function roomBreach({ path }: SourceFile, { specifier }: ImportStatement): string | undefined {
  const target = specifier === null ? null : resolveImport(path, specifier)
  if (target === null) return undefined
  const from = placeOf(path)
  const to = placeOf(target)
  const room = roomOf(from)
  if (room === undefined) return `${from || 'the root'} is no room of the design`
  if (from === to || room.places.includes(to)) return undefined
  if (OUTSIDE_PRODUCT.includes(to) && !OUTSIDE_PRODUCT.includes(from)) return `the product may not import ${target}`
  if (target.startsWith('..')) return `${specifier} leads out of the project`
  return room.places.includes('*') ? undefined : `${from} may not import ${target} (open to it: ${list(room)})`
}

function packageBreach({ path }: SourceFile, { specifier }: ImportStatement): string | undefined {
  const name = specifier === null ? null : packageName(specifier)
  const from = placeOf(path)
  const room = roomOf(from)
  if (name === null || room === undefined) return undefined
  const isOpen = room.packages.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))
  return isOpen ? undefined : `${from} may not import ${name} (open to it: ${room.packages.join(', ')})`
}

function exclusiveBreach({ path }: SourceFile, { specifier }: ImportStatement): string | undefined {
  const name = specifier === null ? null : packageName(specifier)
  const owner = name === null ? undefined : EXCLUSIVE_PACKAGES[name]
  if (owner === undefined || placeOf(path) === owner || placeOf(path) === 'test') return undefined
  return `only ${owner} may import ${name}`
}

function xstateBreach({ path }: SourceFile, { specifier, names }: ImportStatement): string | undefined {
  const place = placeOf(path)
  if (specifier === null || packageName(specifier) !== 'xstate' || place === 'test') return undefined
  const values = names.filter((one) => !one.typeOnly).map((one) => one.name)
  if (values.includes('*')) return 'import what you need from xstate by name, so that it can be checked'
  const running = values.filter((name) => MACHINE_RUNNING.includes(name))
  if (running.length > 0 && path !== MACHINE_RUNNER) return `only ${MACHINE_RUNNER} may call ${running.join(', ')}`
  const surplus = place === 'playbooks' ? values.filter((name) => !PLAYBOOK_XSTATE.includes(name)) : []
  return surplus.length === 0 ? undefined : `a playbook takes only ${PLAYBOOK_XSTATE.join(' and ')} from xstate`
}

function portsBreach({ path }: SourceFile, { specifier, typeOnly }: ImportStatement): string | undefined {
  const target = specifier === null ? null : resolveImport(path, specifier)
  if (typeOnly || target === null || placeOf(target) !== 'src/ports') return undefined
  return placeOf(path) === 'src/ports' ? undefined : 'ports are types: write `import type`'
}

function computedBreach({ path }: SourceFile, { specifier }: ImportStatement): string | undefined {
  if (specifier !== null || OUTSIDE_PRODUCT.includes(placeOf(path))) return undefined
  return 'import() of a computed name cannot be checked: name the module literally'
}

/** `@a/b/c` is of `@a/b`, `x/y` of `x`, `fs` is `node:fs`; null for a relative import. */
function packageName(specifier: string): string | null {
  if (specifier.startsWith('.')) return null
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function list(room: Room): string {
  return room.places.length === 0 ? 'nothing else' : room.places.join(', ')
}
