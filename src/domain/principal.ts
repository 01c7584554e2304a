/**
 * Terminology:
 *
 * - principal: the IAM identity that a finding accuses: a role, a user, a group, or something that has no IAM entity.
 * - session: temporary credentials *of* a role. It is never a principal of its own: blocking a role blocks its sessions.
 * - entity: the role, user or group as IAM stores it; it has a unique id (AROA…, AIDA…, AGPA…) that a re-created
 *   namesake does not share.
 */
import { z } from 'zod'
import { accountIdSchema, type Partition, partitionSchema } from './partition.js'

/** Role names: IAM's own limit and alphabet. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const entityNameSchema = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'not an IAM name')

export const principalTypeSchema = z.enum(['role', 'user', 'group', 'root', 'federatedUser', 'service', 'unresolved'])
export type PrincipalType = z.infer<typeof principalTypeSchema>

/**
 * Who a finding is about, as far as the finding alone tells. An assumed role is `type: 'role'` with the role's name, never
 * a user of the same name. `unresolved` carries the reason; `name` is then '' and a person must name the principal.
 */
export const principalSchema = z.object({
  type: principalTypeSchema,
  partition: partitionSchema,
  accountId: accountIdSchema,
  name: z.string().max(2048),
  /** The IAM ARN where the finding gives it with its path; absent for assumed-role ARNs, which lose the path. */
  arn: z.string().optional(),
  /** AROA… or AIDA… where the finding carries it: must equal what IAM answers before any write. */
  uniqueId: z.string().optional(),
  accessKeyId: z.string().optional(),
  sessionName: z.string().optional(),
  /** Why it is unresolved; with a federated user, who issued its credentials. */
  reason: z.string().optional(),
})
export type Principal = z.infer<typeof principalSchema>

/** The entity of a plan as IAM answered it: unlike a Principal nothing in it is guessed. */
export const entitySchema = z.object({
  type: z.literal('role'),
  partition: partitionSchema,
  accountId: accountIdSchema,
  name: entityNameSchema,
  path: z.string().startsWith('/'),
  arn: z.string().startsWith('arn:'),
  uniqueId: z.string().min(4),
})
export type Entity = z.infer<typeof entitySchema>

/**
 * What "one open incident a principal" compares. IAM names are unique case-insensitively, so the key is case-folded; an
 * unresolved principal shares its incident with nobody.
 */
export function principalKey(principal: Principal, findingSourceId: string): string {
  const scope = `${principal.partition}:${principal.accountId}:${principal.type}`
  return principal.type === 'unresolved' ? `${scope}:${findingSourceId}` : `${scope}:${principal.name.toLowerCase()}`
}

/** `role/ci-deploy in 111122223333`: how messages name a principal. The name is external text: escape where it is shown. */
export function describePrincipal(principal: { type: PrincipalType; name: string; accountId: string }): string {
  return `${principal.type}/${principal.name || '?'} in ${principal.accountId}`
}

/** The console and IAM service prefix of an ARN in this partition. */
export function iamArn(partition: Partition, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`
}
