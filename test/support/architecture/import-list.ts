import type { SourceFile } from './source-file.js'
import { childOf, childrenOf, isNode, nameOf, type SyntaxNode, walk } from './syntax-tree.js'

/** A name that an import takes from a module: `*` for the whole of it, `default` for its default export. */
export type ImportedName = { readonly name: string; readonly line: number; readonly typeOnly: boolean }

/** One way in which a file refers to a module. `specifier` is null where `import()` is given something computed. */
export type ImportStatement = {
  readonly specifier: string | null
  readonly line: number
  /** True only where nothing is left at run time: `import { type A }` still loads the module under verbatimModuleSyntax. */
  readonly typeOnly: boolean
  /** `import()`: loaded when it is come to, if ever. */
  readonly isLate: boolean
  readonly names: readonly ImportedName[]
}

/** Each rule asks again, and looking through every node of the tree for them is what takes long. */
const known = new WeakMap<SourceFile, readonly ImportStatement[]>()

/** Every import of a file: `import`, `export ... from`, `import()`, `require`, `import x = require()` and `import('x').T`. */
export function listImports(source: SourceFile): readonly ImportStatement[] {
  const imports = known.get(source) ?? findImports(source)
  known.set(source, imports)
  return imports
}

function findImports(source: SourceFile): readonly ImportStatement[] {
  const imports: ImportStatement[] = []
  walk(source.root, (node) => {
    const found = toImport(source, node)
    if (found) imports.push(found)
  })
  return imports
}

function toImport(source: SourceFile, node: SyntaxNode): ImportStatement | undefined {
  const whole = (specifier: string | null, typeOnly: boolean): ImportStatement => {
    const line = source.firstLine(node)
    const isLate = childOf(node, 'callee')?.type === 'Import'
    return { specifier, line, typeOnly, isLate, names: [{ name: '*', line, typeOnly }] }
  }
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
      return declaration(source, node)
    case 'ExportAllDeclaration':
      return whole(nameOf(childOf(node, 'source')) ?? null, node.typeOnly === true)
    case 'CallExpression':
      return loadsModule(node) ? whole(literal(childrenOf(node, 'arguments')[0]), false) : undefined
    case 'TsExternalModuleReference':
      return whole(literal(childOf(node, 'expression')), false)
    case 'TsImportType':
      return whole(literal(childOf(node, 'argument')), true)
    default:
      return undefined
  }
}

function declaration(source: SourceFile, node: SyntaxNode): ImportStatement | undefined {
  const specifier = nameOf(childOf(node, 'source'))
  if (specifier === undefined) return undefined
  const typeOnly = node.typeOnly === true
  const names = childrenOf(node, 'specifiers').map((name) => ({
    name: importedName(name),
    line: source.firstLine(name),
    typeOnly: typeOnly || name.isTypeOnly === true,
  }))
  return { specifier, line: source.firstLine(node), typeOnly, isLate: false, names }
}

function importedName(node: SyntaxNode): string {
  switch (node.type) {
    case 'ImportSpecifier':
      return nameOf(childOf(node, 'imported')) ?? nameOf(childOf(node, 'local')) ?? '*'
    case 'ExportSpecifier':
      return nameOf(childOf(node, 'orig')) ?? '*'
    case 'ImportDefaultSpecifier':
      return 'default'
    default:
      return '*'
  }
}

function loadsModule(call: SyntaxNode): boolean {
  const callee = childOf(call, 'callee')
  return callee?.type === 'Import' || (callee?.type === 'Identifier' && callee.value === 'require')
}

function literal(node: SyntaxNode | undefined): string | null {
  return isNode(node) && node.type === 'StringLiteral' ? (nameOf(node) ?? null) : null
}
