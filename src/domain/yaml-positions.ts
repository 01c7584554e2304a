import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml'

type Step = string | number

/** Where things stand in a YAML text, so that a problem can name its line. */
export class YamlPositions {
  readonly #document: Document.Parsed
  readonly #lines: LineCounter

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document
    this.#lines = lines
  }

  /** The line, from 1, of the deepest part of the path that is there; null where the text has none of it. */
  lineOf(path: readonly Step[]): number | null {
    return this.placeOf(path)?.line ?? null
  }

  /** The same with the column, from 1. */
  placeOf(path: readonly Step[]): { readonly line: number; readonly column: number } | null {
    let node: Node | null = this.#document.contents
    let offset: number | null = null
    for (const step of path) {
      const found = childOf(node, step)
      if (found === null) break
      offset = found.offset ?? offset
      node = found.node
    }
    if (offset === null) return null
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }
}

function childOf(parent: Node | null, step: Step): { node: Node | null; offset: number | null } | null {
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
    if (!isPair(pair)) return null
    return { node: asNode(pair.value), offset: offsetOf(asNode(pair.key)) }
  }
  if (isSeq(parent)) {
    const item = asNode(parent.items[Number(step)])
    return item === null ? null : { node: item, offset: offsetOf(item) }
  }
  return null
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null
}

function offsetOf(node: Node | null): number | null {
  return node?.range?.[0] ?? null
}
