import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { RestoreAs } from '../domain/plan.js'
import type { Engine } from '../engine/engine.js'
import { authorise, type RefusalCode } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { type Refused, recordPersonalAct } from './record-refused.js'

/** What a person asks of an incident besides answering its question. */
export type PersonRequest =
  | { readonly ask: 'restore'; readonly restoreAs: RestoreAs }
  | { readonly ask: 'retry' }
  | { readonly ask: 'close' }

export type Requested =
  | { readonly status: 'accepted'; readonly state: string }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

/**
 * Brings a person's request to the incident. Refused where the person may not ask it, or the playbook has no use for it, with
 * what the incident is doing instead; a restore asked for here still needs its own approval.
 */
export async function request(
  engine: Engine,
  rules: ApprovalRules,
  incidentId: string,
  by: string,
  reason: string,
  wish: PersonRequest,
): Promise<Requested> {
  const { ask } = wish
  const acted = await recordPersonalAct(engine, incidentId, {
    by,
    about: `ask for ${ask}`,
    event: toEvent(wish, by, reason),
    refusal: (code, repeats) => ({ type: 'REQUEST_REFUSED', by, ask, code, repeats }),
    refusalOf: (incident) => refusalOf(rules, by, ask, incident),
  })
  if (acted.status === 'refused') return { status: 'refused', code: acted.code, reason: acted.reason }
  if (!acted.changed) return { status: 'refused', code: 'notPossible', reason: notPossible(acted.before, ask) }
  return { status: 'accepted', state: acted.step.state }
}

function refusalOf(rules: ApprovalRules, by: string, ask: PersonRequest['ask'], incident: Incident): Refused | null {
  const authorised = authorise(rules, by, { verb: ask === 'restore' ? 'requestRestore' : ask }, incident)
  if (!authorised.allowed) return authorised
  return incident.open ? null : { code: 'notPossible', reason: `The incident is ${incident.state}.` }
}

function toEvent(wish: PersonRequest, by: string, reason: string): IncidentEvent {
  if (wish.ask === 'restore') return { type: 'RESTORE_REQUESTED', by, reason, restoreAs: wish.restoreAs }
  return { type: wish.ask === 'retry' ? 'RETRY_REQUESTED' : 'CLOSE_REQUESTED', by, reason }
}

function notPossible(incident: Incident, ask: PersonRequest['ask']): string {
  return `The incident is in ${incident.state}, where it cannot be asked to ${ask}.`
}
