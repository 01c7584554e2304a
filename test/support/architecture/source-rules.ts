import { posix } from 'node:path'
import { findAmbientUses } from './ambient-rules.js'
import type { TreeRule } from './import-rules.js'
import { placeOf } from './rooms.js'
import type { Breach, SourceFile, SourceText } from './source-file.js'
import { childOf, childrenOf, nameOf, type SyntaxNode, walk } from './syntax-tree.js'

const MAX_FILE_LINES = 300
const MAX_FUNCTION_LINES = 80
const FUNCTIONS = /^(Function(Declaration|Expression)|ArrowFunctionExpression|(Class|Private)Method|Constructor)$/
const OBJECT_FUNCTIONS = /^(Method|Getter|Setter)Property$/
/** Rooms that hold values of a library or a wire for which no better type exists. */
const ADAPTERS = ['integrations', 'simulated-aws']
/** Rooms in which every value has a type that the compiler has checked. */
const CHECKED_TYPES = ['src', 'playbooks', 'workers', 'exercises', 'console']
const EMPTY_NAMES = /(^|[-./])(utils?|helpers?|managers?|impl)(?=[-./]|$)/i
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|mjs|cjs|sql|sh)$/
const DELETES_ENTITY = /^Delete(Role|User|Group)Command/
const CALLS_DELETE = /^delete(Role|User|Group)$/

/** The rules on code by title; each names the file and the line. */
export const SOURCE_RULES: Readonly<Record<string, TreeRule>> = {
  'no clock, randomness, environment or network outside the rooms made for them': every(findAmbientUses),
  'no function over 80 lines': every(findLongFunctions),
  'no `any` outside adapters': every(findAny),
  'no type assertion outside adapters': every(findAssertions),
  'exports are named': every(findDefaultExports),
  'ports declare types only': every(findValuesInPorts),
  'nothing can delete a role, user or group': every(findEntityDeletes),
}

/** Files longer than 300 lines; works on text, so it holds for SQL and shell as well. */
export function findLongFiles(files: readonly SourceText[]): readonly Breach[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    if (lines <= MAX_FILE_LINES) return []
    return [
      { path, line: MAX_FILE_LINES + 1, message: `${lines} lines: split it by subject (${MAX_FILE_LINES} at most)` },
    ]
  })
}

/** Names that are not kebab-case, or that say nothing of what is inside. */
export function findPoorNames(files: readonly SourceText[]): readonly Breach[] {
  return files.flatMap(({ path }) => {
    if (EMPTY_NAMES.test(path)) return [{ path, line: 1, message: 'the name does not say what is inside' }]
    return KEBAB_CASE.test(posix.basename(path)) ? [] : [{ path, line: 1, message: 'files are named in kebab-case' }]
  })
}

function every(find: (source: SourceFile) => readonly Breach[]): TreeRule {
  return (sources) => sources.flatMap(find)
}

/** Breaches of the nodes for which `judge` has something to say. */
function findNodes(
  source: SourceFile,
  judge: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => string | undefined,
): readonly Breach[] {
  const breaches: Breach[] = []
  walk(source.root, (node, ancestors) => {
    const message = judge(node, ancestors)
    if (message) breaches.push({ path: source.path, line: source.firstLine(node), message })
  })
  return breaches
}

function findLongFunctions(source: SourceFile): readonly Breach[] {
  return findNodes(source, (node, ancestors) => {
    if (!FUNCTIONS.test(node.type) && !OBJECT_FUNCTIONS.test(node.type)) return undefined
    const lines = source.lastLine(node) - source.firstLine(node) + 1
    if (lines <= MAX_FUNCTION_LINES || isSuiteOfTests(ancestors.at(-1))) return undefined
    return `a function of ${lines} lines (${MAX_FUNCTION_LINES} at most)`
  })
}

/** The body of `describe` is a list of tests, not a function that anyone follows from top to bottom. */
function isSuiteOfTests(parent: SyntaxNode | undefined): boolean {
  let callee = parent?.type === 'CallExpression' ? childOf(parent, 'callee') : undefined
  while (callee && callee.type !== 'Identifier') callee = childOf(callee, 'callee') ?? childOf(callee, 'object')
  return nameOf(callee) === 'describe'
}

function findAny(source: SourceFile): readonly Breach[] {
  if (ADAPTERS.includes(topOf(source))) return []
  return findNodes(source, (node) => (node.type === 'TsKeywordType' && node.kind === 'any' ? '`any` here' : undefined))
}

/** `as const` asserts nothing, and `{} as T` in a playbook is how xstate is told a type without a value. */
function findAssertions(source: SourceFile): readonly Breach[] {
  if (!CHECKED_TYPES.includes(topOf(source))) return []
  return findNodes(source, (node) => {
    if (node.type === 'TsNonNullExpression') return 'a `!` silences the compiler: handle the missing value'
    if (node.type !== 'TsAsExpression' && node.type !== 'TsTypeAssertion') return undefined
    const value = childOf(node, 'expression')
    const isXstateType = topOf(source) === 'playbooks' && value?.type === 'ObjectExpression'
    const isEmpty = value !== undefined && childrenOf(value, 'properties').length === 0
    return isXstateType && isEmpty ? undefined : 'a type assertion silences the compiler: parse or narrow instead'
  })
}

function findDefaultExports(source: SourceFile): readonly Breach[] {
  return findNodes(source, (node) => {
    const isDefault = node.type === 'ExportDefaultDeclaration' || node.type === 'ExportDefaultExpression'
    const isRenamed = node.type === 'ExportSpecifier' && nameOf(childOf(node, 'exported')) === 'default'
    return isDefault || isRenamed ? 'exports are named, never default' : undefined
  })
}

/** Ports are types: a value in them would make every room that names a port depend on whatever that value imports. */
function findValuesInPorts(source: SourceFile): readonly Breach[] {
  if (placeOf(source.path) !== 'src/ports') return []
  return childrenOf(source.root, 'body')
    .filter((statement) => !declaresType(statement))
    .map((statement) => ({
      path: source.path,
      line: source.firstLine(statement),
      message: 'ports declare types only; move the value to the room that owns it',
    }))
}

function declaresType(statement: SyntaxNode): boolean {
  if (statement.typeOnly === true) return true
  const declared = statement.type === 'ExportDeclaration' ? childOf(statement, 'declaration') : statement
  return declared?.type === 'TsInterfaceDeclaration' || declared?.type === 'TsTypeAliasDeclaration'
}

/** A restore takes our policy off; a program that cannot delete an entity cannot do so by mistake. */
function findEntityDeletes(source: SourceFile): readonly Breach[] {
  if (topOf(source) === 'simulated-aws' || topOf(source) === 'test') return []
  return findNodes(source, (node, ancestors) => {
    const name = node.type === 'Identifier' ? (nameOf(node) ?? '') : ''
    const isCalled = childOf(ancestors.at(-1), 'property') === node
    return DELETES_ENTITY.test(name) || (isCalled && CALLS_DELETE.test(name))
      ? `${name} must not exist here`
      : undefined
  })
}

function topOf(source: SourceFile): string {
  return source.path.split('/')[0] ?? ''
}
