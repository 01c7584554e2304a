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

/** What IAM can put a policy on. */
export const iamEntityTypeSchema = z.enum(['role', 'user', 'group'])
export type IamEntityType = z.infer<typeof iamEntityTypeSchema>

/**
 * What a containment is put on: IAM's entities, and a profile of IAM Roles Anywhere, which is turned off.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html
 */
export const entityTypeSchema = z.enum([...iamEntityTypeSchema.options, 'rolesAnywhereProfile'])
export type EntityType = z.infer<typeof entityTypeSchema>

/** An entity as IAM's operations name it: names are unique within an account and type, case-insensitively. */
export interface EntityRef {
  readonly type: IamEntityType
  readonly name: string
}

export const principalTypeSchema = z.enum([
  ...entityTypeSchema.options,
  'root',
  'federatedUser',
  'service',
  'unresolved',
])
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
  /** Who issued a federated user's credentials: a federated session has the policies of its issuer, and no entity. */
  issuer: z
    .object({
      type: z.enum(['user', 'root']),
      name: z.string().max(2048),
      arn: z.string().optional(),
      uniqueId: z.string().optional(),
    })
    .optional(),
  /** Why it is unresolved. */
  reason: z.string().optional(),
  /** Of an unresolved one: its key or unique id is known and nothing contradicts it, so AWS may be able to name it. */
  needsLookUp: z.literal(true).optional(),
})
export type Principal = z.infer<typeof principalSchema>

/**
 * The entity of a plan as IAM answered it, or Roles Anywhere: unlike a Principal nothing in it is guessed. Profiles have names of
 * up to 255 characters with spaces in them, and no path.
 */
export const entitySchema = z
  .object({
    type: entityTypeSchema,
    partition: partitionSchema,
    accountId: accountIdSchema,
    name: z.string().min(1).max(255),
    path: z.string().startsWith('/'),
    arn: z.string().startsWith('arn:'),
    uniqueId: z.string().min(4),
  })
  .refine(({ type, name }) => type === 'rolesAnywhereProfile' || entityNameSchema.safeParse(name).success, {
    path: ['name'],
    message: 'not an IAM name',
  })
export type Entity = z.infer<typeof entitySchema>

/** An entity as IAM's operations name it. Throws TypeError for what IAM has no policies for: whoever asks has a bug. */
export function iamEntity({ type, name }: { readonly type: EntityType; readonly name: string }): EntityRef {
  if (type === 'rolesAnywhereProfile') throw new TypeError('A Roles Anywhere profile is no entity of IAM.')
  return { type, name }
}

/**
 * What "one open incident a principal" compares. IAM names are unique case-insensitively, so the key is case-folded; profiles
 * may share a name, so they are told by their id where it is known; an unresolved principal shares its incident with nobody.
 */
export function principalKey(accused: Principal, findingSourceId: string): string {
  const principal = blockTarget(accused)
  const scope = `${principal.partition}:${principal.accountId}:${principal.type}`
  if (principal.type === 'rolesAnywhereProfile' && principal.uniqueId !== undefined) {
    return `${scope}:${principal.uniqueId.toLowerCase()}`
  }
  return principal.type === 'unresolved' ? `${scope}:${findingSourceId}` : `${scope}:${principal.name.toLowerCase()}`
}

/**
 * Whom a block would have to be put on: the issuing user for a federated session, which has no entity of its own and is
 * denied with its issuer; else the principal itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html
 */
export function blockTarget(principal: Principal): Principal {
  const { issuer, ...session } = principal
  if (principal.type !== 'federatedUser' || issuer?.type !== 'user') return principal
  const { name, arn, uniqueId } = issuer
  const { arn: _arn, uniqueId: _uniqueId, ...rest } = session
  return {
    ...rest,
    type: 'user',
    name,
    sessionName: principal.name,
    ...(arn === undefined ? {} : { arn }),
    ...(uniqueId === undefined ? {} : { uniqueId }),
  }
}

/** `role/ci-deploy in 111122223333`: how messages name a principal. The name is external text: escape where it is shown. */
export function describePrincipal(principal: { type: PrincipalType; name: string; accountId: string }): string {
  return `${principal.type}/${principal.name || '?'} in ${principal.accountId}`
}

/** The console and IAM service prefix of an ARN in this partition. */
export function iamArn(partition: Partition, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`
}
