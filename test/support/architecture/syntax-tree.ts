/**
 * A generic walk over the tree that swc prints. Its published types describe a version behind what the parser returns
 * (`FunctionBody`, `phase`), so nodes are read field by field through guards: `unknown` is deliberate here.
 */
export type SyntaxNode = { readonly type: string; readonly [field: string]: unknown }

/** The mark that swc's resolver puts on names that no declaration of the file binds: globals such as `fetch`. */
const UNBOUND_MARK = 1

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Calls `visit` for every node, parents first; `ancestors` runs from the root down to the node's parent. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode, ancestors: readonly SyntaxNode[]) => void): void {
  const ancestors: SyntaxNode[] = []
  const enter = (value: object): void => {
    const node = isNode(value) ? value : null
    if (node !== null) {
      visit(node, ancestors)
      ancestors.push(node)
    }
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) enter(child)
    if (node !== null) ancestors.pop()
  }
  enter(root)
}

/** The child node in `field`, unless it is absent or no node. */
export function childOf(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  const child = node?.[field]
  return isNode(child) ? child : undefined
}

/** The child nodes in the list `field`; call arguments are unwrapped from swc's `{ spread, expression }`. */
export function childrenOf(node: SyntaxNode, field: string): readonly SyntaxNode[] {
  const list = node[field]
  if (!Array.isArray(list)) return []
  return list.map((item: unknown) => (isNode(item) ? item : expressionOf(item))).filter(isNode)
}

/** The text of an identifier or of a string literal; a member's name for both `a.b` and `a['b']`. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Computed') return nameOf(childOf(node, 'expression'))
  return typeof node?.value === 'string' ? node.value : undefined
}

/** Whether the node is a use of the global `name`, not of a parameter or import that is called the same. */
export function isGlobal(node: SyntaxNode | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node.value === name && node.ctxt === UNBOUND_MARK
}

function expressionOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'expression' in item ? item.expression : undefined
}
