import type { TreeNode } from './session-tree.js'

/** What the lines of this look say; null where the tree has none. */
export function inferredLegend(roots: readonly TreeNode[], look: string): string | null {
  return roots.some(hasInferred)
    ? `${look} inferred: told by circumstances, since no record joins the credential with the one above it`
    : null
}

function hasInferred({ isInferred, children }: TreeNode): boolean {
  return isInferred || children.some(hasInferred)
}
