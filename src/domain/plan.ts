import { z } from 'zod'
import { digestOf } from './canonical-json.js'
import { entitySchema } from './principal.js'

/** One write to AWS, exactly as it will be sent. Nothing outside such a list is ever written. */
export const plannedWriteSchema = z.discriminatedUnion('operation', [
  z.object({
    operation: z.literal('PutRolePolicy'),
    purpose: z.enum(['denyAll', 'revokeOlderSessions']),
    roleName: z.string(),
    policyName: z.string(),
    /** The policy's text, compared by meaning. For `revokeOlderSessions` it has the placeholder that only AWS's clock at the write can fill. */
    document: z.string(),
  }),
  z.object({
    operation: z.literal('DeleteRolePolicy'),
    purpose: z.literal('removeDenyAll'),
    roleName: z.string(),
    policyName: z.string(),
    /** Only a policy with exactly this document may be removed. */
    document: z.string(),
  }),
])
export type PlannedWrite = z.infer<typeof plannedWriteSchema>

/** What a block would touch, read from IAM and CloudTrail while planning. */
export const impactSchema = z.object({
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedRegion: z.string().nullable(),
  trustedServices: z.array(z.string()),
  trustedPrincipals: z.array(z.string()),
  instanceProfiles: z.array(z.string()),
  sessionsAlive: z.number().int(),
})
export type Impact = z.infer<typeof impactSchema>

/** The exact writes proposed to contain one entity. Its digest is what approvers approve. */
export const containPlanSchema = z.object({
  kind: z.literal('contain'),
  containmentId: z.string().startsWith('cnt_'),
  realm: z.string(),
  entity: entitySchema,
  mode: z.literal('deny-all'),
  writes: z.array(plannedWriteSchema).length(1),
  /** The entity as it was before anything was written; taken once per containment, never again on a retry. */
  preImageDigest: z.string(),
  impact: impactSchema,
  /** What goes on in spite of the block, in sentences. */
  notCovered: z.array(z.string()),
})
export type ContainPlan = z.infer<typeof containPlanSchema>

/** One difference between the pre-image and the entity now that is not our own write. */
export const driftSchema = z.object({
  what: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
})
export type Drift = z.infer<typeof driftSchema>

/** Why access is given back: nothing happened, or something did and its sessions must stay dead. */
export const restoreAsSchema = z.enum(['false-alarm', 'compromise'])
export type RestoreAs = z.infer<typeof restoreAsSchema>

/** The exact writes proposed to give access back, and what that revives. */
export const restorePlanSchema = z.object({
  kind: z.literal('restore'),
  containmentId: z.string().startsWith('cnt_'),
  realm: z.string(),
  entity: entitySchema,
  restoreAs: restoreAsSchema,
  writes: z.array(plannedWriteSchema).min(1).max(2),
  drift: z.array(driftSchema),
  /** Sessions that work again once the block is gone (false alarm only). */
  revivingSessions: z.array(z.string()),
  /** What stays different on purpose, in sentences. */
  intendedDifferences: z.array(z.string()),
})
export type RestorePlan = z.infer<typeof restorePlanSchema>

export const planSchema = z.discriminatedUnion('kind', [containPlanSchema, restorePlanSchema])
export type Plan = z.infer<typeof planSchema>

/** What an approval is bound to: SHA-256 of the plan's canonical JSON. Any change of the plan is another digest. */
export function planDigest(plan: Plan): string {
  return digestOf(plan)
}
