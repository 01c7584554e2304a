import { parseSync } from '@swc/core'
import { isNode, type SyntaxNode } from './syntax-tree.js'

/** A file of the tree as read: its path from the root of the project, with `/`, and its text. */
export type SourceText = { readonly path: string; readonly text: string }

/** A parsed module. `firstLine` and `lastLine` of a node count from 1, as editors do. */
export type SourceFile = {
  readonly path: string
  readonly root: SyntaxNode
  readonly firstLine: (node: SyntaxNode) => number
  readonly lastLine: (node: SyntaxNode) => number
}

/** One offence against a rule, at the line that commits it. */
export type Breach = { readonly path: string; readonly line: number; readonly message: string }

/** `path:line: message`, which terminals and editors turn into a link. */
export function formatBreach({ path, line, message }: Breach): string {
  return `${path}:${line}: ${message}`
}

/** Parses TypeScript. Text that does not parse is a breach at its first line: a file that no rule can read passes none. */
export function parseSource({ path, text }: SourceText): SourceFile | Breach {
  try {
    const root: unknown = parseSync(text, { syntax: 'typescript', target: 'es2022', tsx: path.endsWith('x') })
    if (!isNode(root)) return { path, line: 1, message: 'swc returned no module' }
    const starts = lineStarts(text)
    return {
      path,
      root,
      firstLine: (node) => lineAt(starts, spanOf(node).start),
      lastLine: (node) => lineAt(starts, spanOf(node).end - 1),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n')[0] : String(error)
    return { path, line: 1, message: `does not parse: ${reason}` }
  }
}

/** swc counts bytes of UTF-8 from 1, not characters from 0. */
function spanOf(node: SyntaxNode): { start: number; end: number } {
  const span = node.span
  if (typeof span !== 'object' || span === null || !('start' in span) || !('end' in span)) return { start: 1, end: 1 }
  return { start: Number(span.start), end: Number(span.end) }
}

function lineStarts(text: string): readonly number[] {
  const starts = [1]
  Buffer.from(text).forEach((byte, index) => {
    if (byte === 0x0a) starts.push(index + 2)
  })
  return starts
}

function lineAt(starts: readonly number[], position: number): number {
  const next = starts.findIndex((start) => start > position)
  return next === -1 ? starts.length : next
}
