import type { IamEntityType } from '../domain/principal.js'
import { awsTimePlaceholder } from './document.js'

/**
 * The sum of all inline policies of one entity, white space not counted; AWS does not raise it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const inlinePolicyLimit: Readonly<Record<IamEntityType, number>> = { user: 2_048, role: 10_240, group: 5_120 }

/** Managed policies on one entity: AWS's default, which an account may have had raised. Planning counts on no more. */
export const managedPolicyLimit = 10

export interface QuotaCheck {
  readonly fits: boolean
  /** Characters in use now. */
  readonly used: number
  /** Characters that the new policies take. */
  readonly needs: number
  readonly limit: number
}

type Document = { readonly document: string }

/**
 * Whether more inline policies fit on an entity beside those that it has. Documents are plain JSON text, not encoded; one
 * whose time is still to be filled in counts as it will be written.
 */
export function fits(type: IamEntityType, existing: readonly Document[], added: readonly Document[]): QuotaCheck {
  const used = sizeOf(existing)
  const needs = sizeOf(added)
  const limit = inlinePolicyLimit[type]
  return { fits: used + needs <= limit, used, needs, limit }
}

/** The size of a policy as IAM counts it. */
export function countedSize(document: string): number {
  return document.replaceAll(awsTimePlaceholder, '2000-01-01T00:00:00.000Z').replace(/\s/g, '').length
}

function sizeOf(documents: readonly Document[]): number {
  return documents.reduce((sum, { document }) => sum + countedSize(document), 0)
}
