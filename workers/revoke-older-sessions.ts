import { fillAwsTime, revokeDateOf } from '../src/containment/document.js'
import type { RestorePlan } from '../src/domain/plan.js'
import { iamEntity } from '../src/domain/principal.js'
import { readRestorePlan } from './filed-documents.js'
import { recheck } from './recheck.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * Keeps stolen sessions dead: denies everything to credentials issued before now, by AWS's own clock. Written while the full
 * block still stands. What an earlier try of this order wrote is adopted with its date; a date from before, of the block
 * itself, is too old: sessions issued since then were denied by the block alone.
 */
export async function revokeOlderSessions(
  tools: IncidentTools,
  { guard, attempt }: Assignment,
  digest: string,
): Promise<EffectResult> {
  const plan = await readRestorePlan(tools.engine.store, digest)
  const { entity, containmentId } = plan
  const aws = tools.writer(entity)
  const found = await recheck(tools, aws, entity)
  if (found.status === 'replaced') return { outcome: { type: 'ENTITY_REPLACED', reason: found.reason } }
  if (found.status === 'elsewhere') return { outcome: { type: 'PLAN_OUTDATED', reason: found.reason } }
  const write = revokeWriteOf(plan)
  const present = await aws.iam.readInlinePolicy(iamEntity(entity), write.policyName)
  const earlier = present === null ? null : revokeDateOf(present, containmentId)
  if (earlier !== null && attempt > 1) {
    return { outcome: { type: 'OLDER_SESSIONS_REVOKED', revokedBefore: earlier, requestId: 'adopted' } }
  }
  if (present !== null && earlier === null) {
    const reason = `Policy ${write.policyName} is there and not the text that we write.`
    return { outcome: { type: 'OWNERSHIP_CONFLICT', reason } }
  }
  const document = fillAwsTime(write.document, found.awsTime)
  const receipt = await aws.iam.putInlinePolicy(iamEntity(entity), { name: write.policyName, document }, guard)
  return { outcome: { type: 'OLDER_SESSIONS_REVOKED', revokedBefore: found.awsTime, requestId: receipt.requestId } }
}

function revokeWriteOf(plan: RestorePlan) {
  for (const write of plan.writes) {
    if (write.kind === 'putPolicy' && write.purpose === 'revokeOlderSessions') return write
  }
  throw new Error(`The restore of ${plan.containmentId} does not revoke sessions.`)
}
