import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml'
import type { YamlEntry, YamlMap, YamlScalar, YamlTree } from './yaml-tree.js'

export type YamlDocument =
  | { readonly ok: true; readonly tree: YamlTree }
  | { readonly ok: false; readonly line: number | null; readonly reason: string }

/** A published rule has 2 KB. The parser takes about a second for a megabyte. */
const MAX_CHARACTERS = 1_000_000
/** Aliases are counted where they are used: a "billion laughs" file meets this bound, not the memory's. */
const MAX_NODES = 20_000
const MAX_DEPTH = 32
const TOO_DEEP = 'it is nested too deeply to be read'

/**
 * Every document of a YAML 1.2 text. Refuses, as a value with the line: syntax errors, keys given twice, tags other than
 * the core schema's, deep nesting, aliases that lead to themselves or multiply. Empty documents are left out.
 */
export function readYaml(text: string): readonly YamlDocument[] {
  if (text.length > MAX_CHARACTERS)
    return [{ ok: false, line: null, reason: `it is longer than ${MAX_CHARACTERS} characters` }]
  const lines = new LineCounter()
  const documents = documentsOf(text, lines)
  if (documents === null) return [{ ok: false, line: null, reason: TOO_DEEP }]
  return documents.filter((document) => !isEmpty(document)).map((document) => readDocument(document, lines))
}

function documentsOf(text: string, lines: LineCounter): readonly Document.Parsed[] | null {
  try {
    // The library's own search for repeated keys is quadratic (12 s for 20,000 keys), so TreeReader does it.
    const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false })
    return Array.from(documents)
  } catch (error) {
    // Its block parser is recursive without a bound of its own.
    if (error instanceof RangeError) return null
    throw error
  }
}

function isEmpty(document: Document.Parsed): boolean {
  return document.errors.length === 0 && isScalar(document.contents) && document.contents.source === ''
}

function readDocument(document: Document.Parsed, lines: LineCounter): YamlDocument {
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) {
    // The library's own words there are those of a stack overflow that it caught.
    const tooDeep = problem.code === 'RESOURCE_EXHAUSTION'
    const reason = tooDeep ? TOO_DEEP : (problem.message.split('\n')[0] ?? problem.code)
    return { ok: false, line: lines.linePos(problem.pos[0]).line, reason }
  }
  try {
    return { ok: true, tree: new TreeReader(lines).read(document.contents, 0) }
  } catch (error) {
    if (error instanceof YamlRefusal) return { ok: false, line: error.line, reason: error.message }
    throw error
  }
}

/** Ends the walk from any depth; never leaves this file. */
class YamlRefusal extends Error {
  override readonly name = 'YamlRefusal'
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message)
  }
}

class TreeReader {
  private nodes = 0
  private readonly anchors = new Map<string, Node>()
  private readonly targets = new Map<Alias, Node>()
  private inAlias = false

  constructor(private readonly lines: LineCounter) {}

  read(node: Node | null, depth: number): YamlTree {
    const line = this.lineOf(node)
    this.nodes += 1
    if (this.nodes > MAX_NODES) throw new YamlRefusal(line, `it has more than ${MAX_NODES} values, aliases counted`)
    if (depth > MAX_DEPTH) throw new YamlRefusal(line, `it is nested deeper than ${MAX_DEPTH} levels`)
    if (node === null) return { kind: 'scalar', value: null, source: '', line }
    if (isAlias(node)) return this.aliased(node, depth, line)
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined && !this.inAlias)
      this.anchors.set(node.anchor, node)
    if (isScalar(node)) return this.scalar(node, line)
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.item(item, depth, line)), line }
    if (isMap(node)) return this.map(node.items, depth, line)
    throw new YamlRefusal(line, 'it has a value of an unknown kind')
  }

  /**
   * The last node before the alias that has its anchor: the walk goes in the order of the text, and what stands behind an
   * alias is not walked for anchors again. (The library's own look-up goes through the whole document for each alias.)
   */
  private aliased(alias: Alias, depth: number, line: number): YamlTree {
    const target = this.targets.get(alias) ?? this.anchors.get(alias.source)
    if (target === undefined) throw new YamlRefusal(line, `the alias *${alias.source} has no anchor before it`)
    this.targets.set(alias, target)
    const outer = this.inAlias
    this.inAlias = true
    const tree = this.read(target, depth + 1)
    this.inAlias = outer
    return tree
  }

  private map(pairs: readonly Pair[], depth: number, line: number): YamlMap {
    const keys = new Set<string>()
    const entries = pairs.map((pair): YamlEntry => {
      const key = this.item(pair.key, depth, line)
      if (key.kind !== 'scalar') throw new YamlRefusal(key.line, 'a key is itself a list or a map')
      const name = typeof key.value === 'string' ? key.value : key.source
      if (keys.has(name)) throw new YamlRefusal(key.line, `the key "${name}" is given twice`)
      keys.add(name)
      return { key: name, line: key.line, value: this.item(pair.value, depth, key.line) }
    })
    return { kind: 'map', entries, line }
  }

  private item(item: unknown, depth: number, line: number): YamlTree {
    if (item === null || item === undefined) return { kind: 'scalar', value: null, source: '', line }
    if (isAlias(item) || isScalar(item) || isSeq(item) || isMap(item)) return this.read(item, depth + 1)
    throw new YamlRefusal(line, 'it has a value of an unknown kind')
  }

  private scalar(node: Scalar, line: number): YamlScalar {
    const { value } = node
    const source = node.source ?? String(value)
    // `.nan` and `.inf` are no numbers that a record could hold.
    if (typeof value === 'number' && !Number.isFinite(value)) return { kind: 'scalar', value: source, source, line }
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
      return { kind: 'scalar', value, source, line }
    throw new YamlRefusal(line, `it has a value of the type ${node.tag ?? typeof value}`)
  }

  private lineOf(node: Node | null): number {
    return this.lines.linePos(node?.range?.[0] ?? 0).line
  }
}
