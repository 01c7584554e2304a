import { samePolicy } from '../src/containment/policy-text.js'
import type { RestorePlan } from '../src/domain/plan.js'
import { readRestorePlan } from './filed-documents.js'
import { recheck } from './recheck.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/**
 * Takes our block off: only from the very entity, only a policy that is word for word ours. Nothing there is success, since
 * an earlier try may have removed it before its answer was lost. IAM has no compare-and-delete: what changes between the
 * read and the delete, a fraction of a second, cannot be seen; the name is ours alone, so nothing of others is at stake.
 */
export async function removeBlock(tools: WorkerTools, { guard }: Assignment, digest: string): Promise<EffectResult> {
  const { aws, engine } = tools
  const plan = await readRestorePlan(engine.store, digest)
  const removal = removalOf(plan)
  const found = await recheck(tools, plan.entity)
  if (found.status === 'replaced') return { outcome: { type: 'ENTITY_REPLACED', reason: found.reason } }
  if (found.status === 'otherAccount') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const present = await aws.iam.readInlinePolicy(plan.entity.name, removal.policyName)
  if (present === null) return { outcome: { type: 'BLOCK_REMOVED', removedAt: found.awsTime, requestId: null } }
  if (!samePolicy(present, removal.document)) {
    const reason = `Policy ${removal.policyName} is not the text that we wrote any more. It was left as it is.`
    return { outcome: { type: 'OWNERSHIP_CONFLICT', reason } }
  }
  const receipt = await aws.iam.deleteInlinePolicy(plan.entity.name, removal.policyName, guard)
  return {
    outcome: { type: 'BLOCK_REMOVED', removedAt: receipt?.at ?? found.awsTime, requestId: receipt?.requestId ?? null },
  }
}

/** The one delete of a restore plan. */
export function removalOf(plan: RestorePlan) {
  for (const write of plan.writes) if (write.operation === 'DeleteRolePolicy') return write
  throw new Error(`The restore of ${plan.containmentId} removes nothing.`)
}
