import type { Effect } from '../src/domain/effect.js'
import { planSchema } from '../src/domain/plan.js'
import { decideBeforehand } from '../src/incidents/pre-authorised.js'
import { DocumentError, readEvidence } from './filed-documents.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** Puts the question before people, with the plan that they decide on. Asking twice after a crash is harmless. */
export async function askApproval(
  tools: WorkerTools,
  { incident }: Assignment,
  { planDigest, circle }: Extract<Effect, { kind: 'askApproval' }>,
): Promise<EffectResult> {
  const { store } = tools.engine
  const found = await store.readDocument(planDigest)
  if (found === null) throw new DocumentError(`Nothing is filed under ${planDigest}.`)
  const { context } = incident.snapshot
  const plan = planSchema.parse(found.body)
  const findings = await store.readFindings(incident.id)
  const evidence = await readEvidence(store, context.evidenceDigest)
  const asked = { planDigest, circle, evidence }
  await tools.messenger.ask({
    ...asked,
    incidentId: incident.id,
    plan,
    quorum: context.quorum,
    finding: findings[0] ?? null,
  })
  // Only now: what is decided beforehand is shown like every other question.
  const { preAuthorised = null, writes } = tools.rules
  if (preAuthorised !== null && writes === 'onApproval' && plan.kind === 'contain') {
    await decideBeforehand(tools.engine, preAuthorised, { ...asked, incident, plan, findings })
  }
  return { outcome: { type: 'QUESTION_ASKED' } }
}
