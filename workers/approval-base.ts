import type { EffectRules } from './worker-tools.js'

/**
 * What a question asks for by the configuration. Nobody whose word it rests on can approve it, so a quorum that is raised is raised
 * to those who are left: else nobody could ever reach it.
 */
export function approvalBase(
  { quorum, approvers, names = [] }: EffectRules['approval']['contain'],
  requestedBy: readonly string[],
): { readonly quorum: number; readonly approvers: number } {
  const without = new Set(requestedBy.filter((name) => names.includes(name)))
  return { quorum, approvers: approvers - without.size }
}
