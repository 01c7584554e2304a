import { isEntityName } from '../domain/arn.js'
import type { PlannedScope } from '../domain/block-scope.js'
import { digestOf } from '../domain/canonical-json.js'
import { type ApprovalLevel, type ContainPlan, containPlanSchema } from '../domain/plan.js'
import { type Realm, realmId } from '../domain/realm.js'
import { type ContainWrites, type ContainWritesInput, containWrites } from './contain-writes.js'
import { type ImpactInput, impactOf } from './impact.js'
import { notCovered } from './not-covered.js'
import { type PlanRefusal, planRefusals } from './plan-refusals.js'

/** `evidence` is null where no source could be read: the plan then says so. */
export interface ContainPlanInput extends ImpactInput, ContainWritesInput {
  readonly realm: Realm
  readonly approval: ApprovalLevel
  /** Where one session or the whole role was a choice. */
  readonly scope?: PlannedScope | null
  /** Users and roles that came into being shortly before, for people to look at. */
  readonly newcomers: readonly string[]
}

export type ContainPlanResult = { readonly ok: true; readonly plan: ContainPlan } | PlanRefusal

/**
 * The writes that contain an entity, with what they touch and what they leave. Refuses what would fail or do harm at the
 * write: a policy of that name already there, no room in the quotas, an entity that is not the one of the pre-image, nothing
 * left to do. Protection is not asked here: `refusePrincipal` and `refuseEntity` go before. The same input gives the same
 * plan, so the same digest, in whatever order its lists are.
 */
export function buildContainPlan(input: ContainPlanInput): ContainPlanResult {
  const { description, preImage, policyName } = input
  if (description.uniqueId !== preImage.entity.uniqueId) return planRefusals.replaced(preImage, description.uniqueId)
  // Policy names have the alphabet and the length of other IAM names.
  if (policyName !== null && !isEntityName(policyName)) return planRefusals.noPolicyName(policyName)
  const carried = containWrites(input)
  return carried.ok ? { ok: true, plan: planOf(input, carried) } : carried
}

function planOf(input: ContainPlanInput, carried: Extract<ContainWrites, { ok: true }>): ContainPlan {
  const { containmentId, preImage, approval } = input
  const { modes, writes } = carried
  const impact = impactOf(input)
  return containPlanSchema.parse({
    kind: 'contain',
    containmentId,
    realm: realmId(input.realm),
    entity: preImage.entity,
    sessionName: modes.includes('deny-session') ? input.sessionName : null,
    modes,
    ...(input.scope == null ? {} : { scope: input.scope }),
    writes,
    approval,
    preImageDigest: digestOf(preImage),
    impact,
    notCovered: [...carried.leftOut, ...notCovered({ ...input, modes, impact })],
  })
}
