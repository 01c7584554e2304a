import type { Effect } from '../src/domain/effect.js'
import { planSchema } from '../src/domain/plan.js'
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
  await tools.messenger.ask({
    incidentId: incident.id,
    plan: planSchema.parse(found.body),
    planDigest,
    quorum: context.quorum,
    circle,
    finding: (await store.readFindings(incident.id))[0] ?? null,
    evidence: await readEvidence(store, context.evidenceDigest),
  })
  return { outcome: { type: 'QUESTION_ASKED' } }
}
