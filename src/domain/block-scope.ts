import { z } from 'zod'

/** What of a role is denied: one session of it, or all of it. */
export const blockScopeSchema = z.enum(['session', 'role'])
export type BlockScope = z.infer<typeof blockScopeSchema>

/**
 * How a playbook wants the scope of a block chosen. byUse: the one session where it is known and others use the role
 * routinely, else the role. `chosenBy`: the person who wants one or the other; null: nobody, the playbook decides.
 */
export const scopeWishSchema = z.object({
  wish: z.enum(['byUse', ...blockScopeSchema.options]),
  chosenBy: z.string().nullable(),
})
export type ScopeWish = z.infer<typeof scopeWishSchema>

/** The scope of a plan, for whoever approves it. Part of the plan, so of its digest. */
export const plannedScopeSchema = z.object({
  is: blockScopeSchema,
  /** In sentences; names in it are external text. */
  because: z.string(),
  chosenBy: z.string().nullable(),
  /** What can be chosen in place of it; null: nothing else is possible. */
  other: blockScopeSchema.nullable(),
  /** A change of the role's trust policy that keeps the caller out under any session name: to be made by people; null: nobody to keep out is known. */
  trustProposal: z.string().nullable(),
})
export type PlannedScope = z.infer<typeof plannedScopeSchema>
