import { readContainPlan } from './filed-documents.js'
import { blockOf } from './put-block.js'
import { recheck, recheckProtection } from './recheck.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/**
 * Puts our block back after somebody removed or changed it. The name is ours alone, so writing over what is there now
 * harms nothing of others. Protection is asked again: it may have been extended because of this very incident.
 */
export async function reputBlock(tools: WorkerTools, { guard }: Assignment, digest: string): Promise<EffectResult> {
  const plan = await readContainPlan(tools.engine.store, digest)
  const found = await recheck(tools, plan.entity)
  if (found.status === 'replaced') return { outcome: { type: 'ENTITY_REPLACED', reason: found.reason } }
  if (found.status === 'otherAccount') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const protection = recheckProtection(tools, found.role, found.caller)
  if (!protection.allowed) return { outcome: { type: 'PLAN_OUTDATED', reason: protection.reason } }
  const receipt = await tools.aws.iam.putInlinePolicy(plan.entity.name, blockOf(plan), guard)
  return {
    outcome: { type: 'BLOCK_APPLIED', appliedAt: receipt.at, requestId: receipt.requestId, preWrite: 'absent' },
  }
}
