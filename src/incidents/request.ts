import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { RestoreAs } from '../domain/plan.js'
import type { Engine } from '../engine/engine.js'
import { recordEvent } from '../engine/record-event.js'

/** What a person asks of an incident besides answering its question. Only people of the configuration may ask. */
export type PersonRequest =
  | { readonly ask: 'restore'; readonly restoreAs: RestoreAs }
  | { readonly ask: 'retry' }
  | { readonly ask: 'close' }

export type Requested =
  | { readonly status: 'accepted'; readonly state: string }
  | { readonly status: 'refused'; readonly reason: string }

/**
 * Brings a person's request to the incident. Refused where the playbook has no use for it, with what the incident is doing
 * instead; a restore asked for here still needs its own approval.
 */
export async function request(
  engine: Engine,
  incidentId: string,
  by: string,
  reason: string,
  wish: PersonRequest,
): Promise<Requested> {
  const recorded = await recordEvent(engine, incidentId, {
    event: toEvent(wish, by, reason),
    actor: { kind: 'person', name: by },
    unless: (incident) => (incident.open ? null : `The incident is ${incident.state}.`),
  })
  if (recorded.status === 'refused') return { status: 'refused', reason: recorded.reason }
  if (recorded.status !== 'recorded') return { status: 'refused', reason: `There is no incident ${incidentId}.` }
  if (!recorded.changed) return { status: 'refused', reason: notPossible(recorded.before, wish.ask) }
  return { status: 'accepted', state: recorded.step.state }
}

function toEvent(wish: PersonRequest, by: string, reason: string): IncidentEvent {
  if (wish.ask === 'restore') return { type: 'RESTORE_REQUESTED', by, reason, restoreAs: wish.restoreAs }
  return { type: wish.ask === 'retry' ? 'RETRY_REQUESTED' : 'CLOSE_REQUESTED', by, reason }
}

function notPossible(incident: Incident, ask: PersonRequest['ask']): string {
  return `The incident is in ${incident.state}, where it cannot be asked to ${ask}.`
}
