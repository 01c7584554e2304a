import { approvalLevel } from '../src/containment/approval-level.js'
import { buildRestorePlan } from '../src/containment/restore-plan.js'
import type { Effect } from '../src/domain/effect.js'
import { planDigest } from '../src/domain/plan.js'
import { describePrincipal } from '../src/domain/principal.js'
import { approvalBase } from './approval-base.js'
import { readContainPlan, readEvidence, readPreImage, toDocument } from './filed-documents.js'
import { switchesNeverSent } from './intended-write.js'
import { readLateWider } from './late-wider.js'
import { readEntity } from './read-entity.js'
import { whyNotGone } from './renamed.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/** What giving access back would write, revive and leave different, compared with the pre-image. Reads only. */
export async function prepareRestore(
  tools: IncidentTools,
  { incident, effectId }: Assignment,
  { containPlanDigest, restoreAs, unreported }: Extract<Effect, { kind: 'prepareRestore' }>,
): Promise<EffectResult> {
  const { store } = tools.engine
  const known = await readContainPlan(store, containPlanDigest)
  // A wider block that was never written is nothing that somebody took off, and one that was is undone with the other.
  const wider = unreported === undefined ? null : await readLateWider(tools, unreported, known)
  const containPlan = wider?.plan ?? known
  const preImage = await readPreImage(store, containPlan.preImageDigest)
  const evidence = await readEvidence(store, incident.snapshot.context.evidenceDigest)
  const now = await readEntity(tools, containPlan.entity)
  if (now?.preImage.entity.uniqueId !== containPlan.entity.uniqueId) {
    const renamed = await whyNotGone(tools, containPlan.entity)
    if (renamed !== null) return { outcome: { type: 'OWNERSHIP_CONFLICT', reason: renamed } }
  }
  if (now === null) {
    const reason = `${describePrincipal(containPlan.entity)} is gone: nothing is left to restore.`
    return { outcome: { type: 'ENTITY_REPLACED', reason } }
  }
  const { restoreRequestedBy } = incident.snapshot.context
  const base = approvalBase(tools.rules.approval.restore, restoreRequestedBy === null ? [] : [restoreRequestedBy])
  const approval = approvalLevel(now.description, await tools.protection.read(), base)
  const sessions = evidence?.sessions ?? []
  // The record names what others had done before our first write; the intents, what we never came to send.
  const leftAlone = [...incident.snapshot.context.leftAlone, ...(await switchesNeverSent(store, containPlan))]
  const built = buildRestorePlan({
    questionId: effectId,
    containPlan,
    restoreAs,
    preImage,
    now: now.preImage,
    sessions,
    approval,
    leftAlone: [...new Set(leftAlone)],
  })
  if (!built.ok) {
    const type = built.conflict === 'entityReplaced' ? 'ENTITY_REPLACED' : 'OWNERSHIP_CONFLICT'
    return { outcome: { type, reason: built.reason } }
  }
  const { plan } = built
  const { quorum } = plan.approval
  return {
    outcome: { type: 'RESTORE_PREPARED', planDigest: planDigest(plan), quorum, drift: plan.drift.length },
    documents: [toDocument('plan', plan)],
  }
}
