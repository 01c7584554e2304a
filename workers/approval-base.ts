import type { EffectRules } from './worker-tools.js'

/**
 * What a question asks for by the configuration. Whoever had it asked cannot approve it, so a quorum that is raised is raised
 * to those who are left: else nobody could ever reach it.
 */
export function approvalBase(
  { quorum, approvers, names = [] }: EffectRules['approval']['contain'],
  requestedBy: string | null,
): { readonly quorum: number; readonly approvers: number } {
  const isOne = requestedBy !== null && names.includes(requestedBy)
  return { quorum, approvers: isOne ? approvers - 1 : approvers }
}
