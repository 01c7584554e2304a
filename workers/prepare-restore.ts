import { takePreImage } from '../src/containment/pre-image.js'
import { buildRestorePlan } from '../src/containment/restore-plan.js'
import { type ContainPlan, planDigest, type RestoreAs } from '../src/domain/plan.js'
import { readContainPlan, readEvidence, readPreImage, toDocument } from './filed-documents.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** What giving access back would write, revive and leave different, compared with the pre-image. Reads only. */
export async function prepareRestore(
  tools: WorkerTools,
  { incident }: Assignment,
  containPlanDigest: string,
  restoreAs: RestoreAs,
): Promise<EffectResult> {
  const { store } = tools.engine
  const containPlan = await readContainPlan(store, containPlanDigest)
  const preImage = await readPreImage(store, containPlan.preImageDigest)
  const evidence = await readEvidence(store, incident.snapshot.context.evidenceDigest)
  const now = await readNow(tools, containPlan)
  const built = buildRestorePlan({ containPlan, restoreAs, preImage, now, sessions: evidence?.sessions ?? [] })
  if (!built.ok) {
    const type = built.conflict === 'entityReplaced' ? 'ENTITY_REPLACED' : 'OWNERSHIP_CONFLICT'
    return { outcome: { type, reason: built.reason } }
  }
  const { plan } = built
  return {
    outcome: {
      type: 'RESTORE_PREPARED',
      planDigest: planDigest(plan),
      quorum: tools.rules.quorum.restore,
      drift: plan.drift.length,
    },
    documents: [toDocument('plan', plan)],
  }
}

async function readNow({ aws, engine }: WorkerTools, { entity }: ContainPlan) {
  const role = await aws.iam.describeRole(entity.name)
  const inlinePolicies = await aws.iam.listInlinePolicies(entity.name)
  const attachedPolicies = await aws.iam.listAttachedPolicies(entity.name)
  if (role === null || inlinePolicies === null || attachedPolicies === null) return null
  const { partition, accountId } = aws
  const takenAt = engine.clock.now().toISOString()
  return takePreImage({ partition, accountId, role, inlinePolicies, attachedPolicies }, takenAt)
}
