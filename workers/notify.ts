import { escalationFor } from '../src/containment/escalation.js'
import type { NoticeTopic } from '../src/domain/effect.js'
import type { Incident } from '../src/domain/incident.js'
import { readContainPlan } from './filed-documents.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** What calls for a control that nobody in the account can take off. */
const calling: readonly NoticeTopic[] = ['tampered', 'suspects', 'needsHuman']

/** Tells people something. Owed in any case: it outlives the state that ordered it. */
export async function notify(
  tools: WorkerTools,
  { incident }: Assignment,
  topic: NoticeTopic,
  reason: string,
): Promise<EffectResult> {
  const { principal, verdict } = incident.snapshot.context
  const escalation = calling.includes(topic) ? await escalationOf(tools, incident) : null
  const { id: incidentId, state } = incident
  await tools.messenger.tell({ incidentId, topic, state, reason, principal, verdict, escalation })
  return { outcome: { type: 'NOTICE_SENT', topic, reason } }
}

/** null where there is no block that could be escalated. */
async function escalationOf({ engine }: WorkerTools, { snapshot: { context } }: Incident): Promise<string | null> {
  if (context.containPlanDigest === null || !context.blockMayStand) return null
  const { entity, impact } = await readContainPlan(engine.store, context.containPlanDigest)
  return escalationFor(entity, context.verdict.suspects, impact.members)
}
