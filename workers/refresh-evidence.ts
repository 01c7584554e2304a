import { newSiblings } from '../src/containment/sibling-sessions.js'
import type { Effect } from '../src/domain/effect.js'
import type { Evidence } from '../src/domain/evidence.js'
import type { ContainPlan } from '../src/domain/plan.js'
import { planChanges } from '../src/evidence/plan-changes.js'
import { readContainPlan, readEvidence } from './filed-documents.js'
import { gatherEvidence } from './gather-evidence.js'
import { recheck, recheckProtection, whyOutdated } from './recheck.js'
import type { Assignment, EffectResult, IncidentTools } from './worker-tools.js'

/**
 * Collects evidence again while people are asked: what has become visible since, and whether they would have to decide anew
 * because of it, or because the entity is not the one of the plan any more. Newer evidence that lacks what a source answered
 * before does not replace the older.
 */
export async function refreshEvidence(
  tools: IncidentTools,
  assignment: Assignment,
  { principal, planDigest, evidenceDigest }: Extract<Effect, { kind: 'refreshEvidence' }>,
): Promise<EffectResult> {
  const { store } = tools.engine
  const plan = await readContainPlan(store, planDigest)
  const before = await readEvidence(store, evidenceDigest)
  const options = { budgetMs: tools.rules.evidenceBudgetMs, before }
  const { evidence, documents } = await gatherEvidence(tools, assignment, principal, options)
  const outdated = await whyNotThisEntity(tools, assignment, plan)
  if (evidenceDigest !== null && before !== null && !isAtLeastAsWhole(before, evidence)) {
    return { outcome: { type: 'EVIDENCE_REFRESHED', evidenceDigest, changesPlan: outdated } }
  }
  const changesPlan = outdated ?? planChanges(before, evidence, plan) ?? newSiblings(before, evidence, plan)
  return { outcome: { type: 'EVIDENCE_REFRESHED', evidenceDigest: documents[0].digest, changesPlan }, documents }
}

function isAtLeastAsWhole(before: Evidence, after: Evidence): boolean {
  const failed = new Set(after.sources.filter(({ status }) => status === 'failed').map(({ name }) => name))
  return before.sources.every(({ name, status }) => status === 'failed' || !failed.has(name))
}

/** What would be found out at the write, told before people spend a decision on it. */
async function whyNotThisEntity(
  tools: IncidentTools,
  { incident }: Assignment,
  plan: ContainPlan,
): Promise<string | null> {
  const found = await recheck(tools, tools.aws, plan.entity)
  if (found.status !== 'same') return found.reason
  const protection = await recheckProtection(tools, found)
  if (!protection.allowed) return protection.reason
  return whyOutdated(tools, plan, found.description, incident.snapshot.context.containRequestedBy)
}
