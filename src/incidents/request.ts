import type { BlockScope } from '../domain/block-scope.js'
import type { Incident } from '../domain/incident.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import type { RestoreAs } from '../domain/plan.js'
import type { Engine } from '../engine/engine.js'
import { authorise, type RefusalCode } from './authorise.js'
import type { ApprovalRules, Verb } from './authority.js'
import { type Refused, recordPersonalAct } from './record-refused.js'
import { whyNotPossible } from './why-not-possible.js'

/** What a person asks of an incident besides answering its question. */
export type PersonRequest =
  | { readonly ask: 'restore'; readonly restoreAs: RestoreAs }
  | { readonly ask: 'retry' }
  | { readonly ask: 'close' }
  /** One session of the role, or all of it: the other plan is then a question of its own. */
  | { readonly ask: 'scope'; readonly scope: BlockScope }
  /** The person stands for a finding that could have been forged; people are then asked for the block, without this one. */
  | { readonly ask: 'vouch' }

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
    refusalOf: (incident) => refusalOf(rules, by, wish, incident),
  })
  if (acted.status === 'refused') return { status: 'refused', code: acted.code, reason: acted.reason }
  if (!acted.changed) return { status: 'refused', code: 'notPossible', reason: whyNotPossible(acted.before, ask) }
  return { status: 'accepted', state: acted.step.state }
}

/** What each request takes. */
export const requestVerbs = {
  restore: 'requestRestore',
  retry: 'retry',
  close: 'close',
  scope: 'chooseScope',
  vouch: 'vouch',
} as const satisfies Record<PersonRequest['ask'], Verb>

function refusalOf(rules: ApprovalRules, by: string, wish: PersonRequest, incident: Incident): Refused | null {
  const authorised = authorise(rules, by, { verb: requestVerbs[wish.ask] }, incident)
  if (!authorised.allowed) return authorised
  if (
    wish.ask === 'scope' &&
    wish.scope === 'session' &&
    incident.snapshot.context.principal.sessionName === undefined
  ) {
    return { code: 'notPossible', reason: 'No session of the role is known, so none can be denied alone.' }
  }
  return incident.open ? null : { code: 'notPossible', reason: `The incident is ${incident.state}.` }
}

const plainEvents = { retry: 'RETRY_REQUESTED', close: 'CLOSE_REQUESTED', vouch: 'VOUCHED' } as const

function toEvent(wish: PersonRequest, by: string, reason: string): IncidentEvent {
  if (wish.ask === 'restore') return { type: 'RESTORE_REQUESTED', by, reason, restoreAs: wish.restoreAs }
  if (wish.ask === 'scope') return { type: 'SCOPE_CHOSEN', by, reason, scope: wish.scope }
  return { type: plainEvents[wish.ask], by, reason }
}
