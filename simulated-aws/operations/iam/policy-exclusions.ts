import { z } from 'zod'
import { assertNever } from '../../assert-never.js'
import { globMatches, wildcardTokens } from '../../policy/glob.js'
import type { SimulatedPolicy, SimulatedSource } from './simulated-source.js'

const pattern = z.string().regex(/^[^*]*\*?[^*]*$/, 'at most one * is allowed')
const policyType = z.enum(['aws-managed', 'user-managed', 'inline', 'permission-boundary', 'scp', 'rcp'])
const inlinePolicy = z.strictObject({
  PolicyName: z.string().min(1).max(128),
  AttachmentType: z.enum(['user', 'group', 'role']),
  AttachmentName: pattern,
})

/** PolicyIdentifier of the IAM model: exactly one of three ways to name policies. */
const policyIdentifier = z.union([
  z.strictObject({ PolicyArn: pattern }),
  z.strictObject({ PolicyType: policyType }),
  z.strictObject({ InlinePolicyIdentifier: inlinePolicy }),
])
export const policyExclusions = z.array(policyIdentifier)
export type PolicyExclusions = z.output<typeof policyExclusions>

/**
 * What a simulation counts once some policies are left out. "Syntactically valid identifiers that don't match any
 * attached policy are ignored", those of SCPs and RCPs among them, which this account has none of.
 */
export function withoutExcluded(source: SimulatedSource, exclusions: PolicyExclusions): SimulatedSource {
  const policies = source.policies.filter((policy) => !exclusions.some((exclusion) => names(exclusion, policy)))
  const isBoundaryOut = exclusions.some((one) => 'PolicyType' in one && one.PolicyType === 'permission-boundary')
  return { ...source, policies, boundary: isBoundaryOut ? undefined : source.boundary }
}

function names(exclusion: PolicyExclusions[number], { origin }: SimulatedPolicy): boolean {
  if ('PolicyType' in exclusion) return isOfType(exclusion.PolicyType, origin)
  if ('PolicyArn' in exclusion) return origin.kind === 'managed' && fits(exclusion.PolicyArn, origin.arn)
  if (origin.kind !== 'inline') return false
  const { PolicyName, AttachmentType, AttachmentName } = exclusion.InlinePolicyIdentifier
  const isOfEntity = AttachmentType === origin.holder.kind && fits(AttachmentName, origin.holder.name)
  return isOfEntity && PolicyName === origin.policyName
}

function isOfType(type: z.output<typeof policyType>, origin: SimulatedPolicy['origin']): boolean {
  switch (type) {
    case 'inline':
      return origin.kind === 'inline'
    case 'aws-managed':
      return origin.kind === 'managed' && origin.arn.includes(':iam::aws:')
    case 'user-managed':
      return origin.kind === 'managed' && !origin.arn.includes(':iam::aws:')
    case 'permission-boundary':
    case 'scp':
    case 'rcp':
      return false
    default:
      return assertNever(type)
  }
}

function fits(wanted: string, actual: string): boolean {
  return globMatches(wildcardTokens(wanted), actual)
}
