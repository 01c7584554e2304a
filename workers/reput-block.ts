import { readContainPlan } from './filed-documents.js'
import { writeAll } from './put-block.js'
import { recheck, recheckProtection } from './recheck.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * Puts our block back after somebody removed or changed it; what still stands of it is left alone. A name that carries the
 * containment is ours alone, so writing over what is there now harms nothing of others. Protection is asked again: it may have
 * been extended because of this very incident.
 */
export async function reputBlock(
  tools: IncidentTools,
  { incident, guard }: Assignment,
  digest: string,
): Promise<EffectResult> {
  const plan = await readContainPlan(tools.engine.store, digest)
  const aws = tools.writer(plan.entity)
  const found = await recheck(tools, aws, plan.entity)
  if (found.status === 'replaced') return { outcome: { type: 'ENTITY_REPLACED', reason: found.reason } }
  if (found.status === 'elsewhere') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const protection = await recheckProtection(tools, found)
  if (!protection.allowed) return { outcome: { type: 'PLAN_OUTDATED', reason: protection.reason } }
  const { entity, containmentId } = plan
  const scope = {
    aws,
    store: tools.engine.store,
    incidentId: incident.id,
    entity,
    containmentId,
    awsTime: found.awsTime,
    guard,
  }
  return { outcome: await writeAll(scope, plan) }
}
