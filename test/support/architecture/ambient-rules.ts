import { listImports } from './import-list.js'
import { placeOf } from './rooms.js'
import type { Breach, SourceFile } from './source-file.js'
import { childOf, childrenOf, isGlobal, nameOf, type SyntaxNode, walk } from './syntax-tree.js'

/** Where the outside world may be touched directly; everywhere else it is handed in through a port. */
const OPEN_TOPS = ['integrations', 'app', 'simulated-aws', 'scripts', 'bench', 'test']

/** What node:crypto and the global `crypto` offer that gives another answer each time. */
const RANDOM = /^(random|getRandomValues$|generateKey|webcrypto$)/

/** `members` null: the global itself is out of bounds, however it is used. */
const AMBIENT: readonly { readonly global: string; readonly members: RegExp | null; readonly what: string }[] = [
  { global: 'process', members: null, what: 'the environment' },
  { global: 'fetch', members: null, what: 'the network' },
  { global: 'performance', members: null, what: 'the clock' },
  { global: 'Date', members: /^now$/, what: 'the clock' },
  { global: 'Math', members: /^random$/, what: 'randomness' },
  { global: 'crypto', members: RANDOM, what: 'randomness' },
  { global: 'globalThis', members: /^(process|fetch|performance|crypto)$/, what: 'the outside world' },
]

/**
 * Uses of the clock, randomness, the environment and the network outside the rooms made for them. A parameter or port
 * called `fetch` or `process` is none: only names that the file itself does not bind count.
 */
export function findAmbientUses(source: SourceFile): readonly Breach[] {
  const top = placeOf(source.path).split('/')[0] ?? ''
  if (OPEN_TOPS.includes(top)) return []
  const breaches: Breach[] = randomImports(source)
  walk(source.root, (node, ancestors) => {
    const what = clockReading(node) ?? ambientUse(node, ancestors)
    if (what) breaches.push({ path: source.path, line: source.firstLine(node), message: `${what}; hand it in` })
  })
  return breaches
}

function clockReading(node: SyntaxNode): string | undefined {
  const isDate = isGlobal(childOf(node, 'callee'), 'Date')
  if (!isDate || (node.type !== 'NewExpression' && node.type !== 'CallExpression')) return undefined
  // Date() ignores its arguments and always tells the present; new Date(x) only converts.
  const isNow = node.type === 'CallExpression' || childrenOf(node, 'arguments').length === 0
  return isNow ? 'Date without arguments reads the clock' : undefined
}

function ambientUse(node: SyntaxNode, ancestors: readonly SyntaxNode[]): string | undefined {
  const ambient = AMBIENT.find(({ global }) => isGlobal(node, global))
  if (!ambient || ancestors.some(({ type }) => type === 'TsTypeQuery')) return undefined
  const parent = ancestors.at(-1)
  const isObject = parent?.type === 'MemberExpression' && childOf(parent, 'object') === node
  const member = isObject ? nameOf(childOf(parent, 'property')) : undefined
  if (ambient.members !== null && !ambient.members.test(member ?? '')) return undefined
  return `${ambient.global}${member ? `.${member}` : ''} reaches for ${ambient.what}`
}

function randomImports(source: SourceFile): Breach[] {
  const crypto = listImports(source).filter(({ specifier }) => /^(node:)?crypto$/.test(specifier ?? ''))
  return crypto
    .flatMap(({ names }) => names)
    .filter(({ name, typeOnly }) => !typeOnly && (RANDOM.test(name) || name === '*' || name === 'default'))
    .map(({ name, line }) => ({ path: source.path, line, message: cryptoMessage(name) }))
}

function cryptoMessage(name: string): string {
  if (RANDOM.test(name)) return `${name} reaches for randomness; hand it in`
  return 'import what you need from node:crypto by name, so that its random parts can be told apart'
}
