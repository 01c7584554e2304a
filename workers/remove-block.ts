import type { PlannedWrite, RestorePlan } from '../src/domain/plan.js'
import { readRestorePlan } from './filed-documents.js'
import { recheck } from './recheck.js'
import { undoWrites } from './undo-writes.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * Gives access back: undoes our writes and nothing else, only on the very entity, only what is still word for word ours.
 * Nothing there is success, since an earlier try may have removed it before its answer was lost.
 */
export async function removeBlock(tools: IncidentTools, { guard }: Assignment, digest: string): Promise<EffectResult> {
  const plan = await readRestorePlan(tools.engine.store, digest)
  const aws = tools.writer(plan.entity)
  const found = await recheck(tools, aws, plan.entity)
  if (found.status === 'replaced') return { outcome: { type: 'ENTITY_REPLACED', reason: found.reason } }
  if (found.status === 'elsewhere') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const { entity, containmentId } = plan
  const undone = await undoWrites({ aws, entity, containmentId, awsTime: found.awsTime, guard }, undosOf(plan))
  if (undone.status === 'conflict') return { outcome: { type: 'OWNERSHIP_CONFLICT', reason: undone.reason } }
  const removedAt = undone.at ?? found.awsTime
  return { outcome: { type: 'BLOCK_REMOVED', removedAt, requestId: undone.requestId, writes: [...undone.writes] } }
}

/** Everything but what is put first to keep older sessions dead. */
export function undosOf(plan: RestorePlan): PlannedWrite[] {
  return plan.writes.filter(({ kind }) => kind !== 'putPolicy')
}
