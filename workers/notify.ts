import type { NoticeTopic } from '../src/domain/effect.js'
import type { Assignment, EffectResult, WorkerTools } from './worker-tools.js'

/** Tells people something. Owed in any case: it outlives the state that ordered it. */
export async function notify(
  tools: WorkerTools,
  { incident }: Assignment,
  topic: NoticeTopic,
  reason: string,
): Promise<EffectResult> {
  const { principal, verdict } = incident.snapshot.context
  await tools.messenger.tell({ incidentId: incident.id, topic, state: incident.state, reason, principal, verdict })
  return { outcome: { type: 'NOTICE_SENT' } }
}
