import { assertNever } from '../domain/assert-never.js'
import type { IncidentEvent } from '../domain/incident-event.js'
import { inWords } from '../engine/in-words.js'
import type { ReadRecord } from './read-record.js'
import { requestWords, scopeWords } from './words.js'

/** Something that a person decided or asked for; or that nobody did in time, with `who` null. */
export interface Decision {
  readonly at: string
  readonly who: string | null
  readonly what: string
  readonly reason: string
  /** What an approval or denial was bound to. */
  readonly planDigest: string | null
  /** False where it came too late or changed nothing. */
  readonly counted: boolean
}

/** Every decision on the record, oldest first, those without effect included. */
export function decisionsIn(records: readonly ReadRecord[]): Decision[] {
  return records.flatMap(({ body, happening }) => {
    const frame = { at: body.at, counted: !body.ignored, reason: '', planDigest: null }
    const asked = blockAsked({ body, happening })
    if (asked !== null) return [{ ...frame, ...asked }]
    if (happening.kind === 'event') return byPerson(happening.event, body.from).map((found) => ({ ...frame, ...found }))
    const expired =
      happening.kind === 'timer' && (happening.wait === 'approvalExpiry' || happening.wait === 'restoreExpiry')
    const then = body.from === body.to ? ': a second circle was asked' : ''
    return expired
      ? [{ ...frame, who: null, what: `nobody decided about the ${subject(body.from)} in time${then}` }]
      : []
  })
}

type Found = Pick<Decision, 'who' | 'what'> & Partial<Pick<Decision, 'reason' | 'planDigest'>>

/** A block that somebody asked for by hand, alone or beside a finding. */
function blockAsked({ body: { actor }, happening }: ReadRecord): Found | null {
  if (actor.kind !== 'person') return null
  if (happening.kind === 'opened') {
    return { who: actor.name, what: 'asked for the block', reason: happening.finding.title }
  }
  const joins = happening.kind === 'event' && happening.event.type === 'FINDING_JOINED'
  return joins ? { who: actor.name, what: 'asked for this block as well' } : null
}

function byPerson(event: IncidentEvent, from: string | null): Found[] {
  if (!('by' in event)) return []
  const { by: who } = event
  switch (event.type) {
    case 'APPROVED':
      return [{ who, what: `approved the ${subject(from)}`, reason: event.reason, planDigest: event.planDigest }]
    case 'DENIED':
      return [{ who, what: `denied the ${subject(from)}`, reason: event.reason, planDigest: event.planDigest }]
    case 'RESTORE_REQUESTED':
      return [{ who, what: `asked for a restore as ${event.restoreAs}`, reason: event.reason }]
    case 'RETRY_REQUESTED':
      return [{ who, what: 'asked to go on', reason: event.reason }]
    case 'CLOSE_REQUESTED':
      return [{ who, what: 'asked to close', reason: event.reason }]
    case 'PRINCIPAL_NAMED':
      return [{ who, what: `named the principal: ${event.principal.type}/${event.principal.name}` }]
    case 'SCOPE_CHOSEN':
      return [{ who, what: `chose to deny ${scopeWords[event.scope]}`, reason: event.reason }]
    case 'VOUCHED':
      return [{ who, what: 'vouched for the finding', reason: event.reason }]
    case 'DECISION_REFUSED':
      return [{ who, what: `was not let ${event.decision}: ${inWords(event.code)}`, planDigest: event.planDigest }]
    case 'REQUEST_REFUSED':
      return [{ who, what: `was not let ${requestWords[event.ask]}: ${inWords(event.code)}` }]
    case 'NOTE_ADDED':
    case 'OWNER_ASKED':
    case 'OWNER_ANSWERED':
      return []
    default:
      return assertNever(event, 'event')
  }
}

/** What the open question is about in a state: the block, once it is in place, is there and the restore is asked. */
function subject(from: string | null): string {
  return from === 'awaitingRestoreApproval' || from === 'restoring' ? 'restore' : 'block'
}
