/**
 * The sum of all inline policies of one role, white space not counted; AWS does not raise it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const roleInlinePolicyLimit = 10_240

export interface QuotaCheck {
  readonly fits: boolean
  /** Characters in use now. */
  readonly used: number
  /** Characters that the new policy takes. */
  readonly needs: number
  readonly limit: number
}

/** Whether one more inline policy fits on a role beside those that it has. Documents are plain JSON text, not encoded. */
export function fits(existing: readonly { readonly document: string }[], added: string): QuotaCheck {
  const used = existing.reduce((sum, { document }) => sum + countedSize(document), 0)
  const needs = countedSize(added)
  return { fits: used + needs <= roleInlinePolicyLimit, used, needs, limit: roleInlinePolicyLimit }
}

/** The size of a policy as IAM counts it. */
export function countedSize(document: string): number {
  return document.replace(/\s/g, '').length
}
