import { assertNever } from '../../src/domain/assert-never.js'
import type { Question } from '../../src/domain/effect.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { personalCodes } from '../../src/incidents/authorise.js'
import type { ReadRecord } from '../../src/report/read-record.js'
import type { Happening } from './run-log.js'

/**
 * What one record of an incident's chain tells in terms of the exercise: what somebody did, then where it led. The chain is the
 * one source of it, so that a click in the chat counts like a move at the terminal. `questionOf` knows the plans that were shown.
 */
export function happeningsOf(
  incident: string,
  { body, happening }: ReadRecord,
  questionOf: (planDigest: string) => Question | null,
): Happening[] {
  const moved = body.from !== body.to
  const led: Happening[] = moved ? [{ kind: 'STATE', incident, from: body.from, to: body.to }] : []
  if (happening.kind !== 'event') return led
  const { event } = happening
  const asked = body.from === 'awaitingRestoreApproval' ? 'restore' : 'contain'
  const around = { moved, questionOf: (digest: string) => questionOf(digest) ?? asked }
  // What moves nothing (a note, a refusal) is ignored by every playbook, and has happened all the same.
  const useless = body.ignored ? refusedAsUseless(incident, event, body.to) : null
  const done = useless ?? actOf(incident, event, around)
  return done === null ? led : [done, ...led]
}

interface Around {
  readonly moved: boolean
  readonly questionOf: (planDigest: string) => Question
}

function actOf(incident: string, event: IncidentEvent, { moved, questionOf }: Around): Happening | null {
  switch (event.type) {
    case 'APPROVED':
    case 'DENIED': {
      const question = questionOf(event.planDigest)
      const decision = event.type === 'APPROVED' ? 'approve' : 'deny'
      const { by, reason } = event
      return { kind: 'DECISION', incident, question, by, decision, reason, result: moved ? 'decided' : 'counted' }
    }
    case 'DECISION_REFUSED':
      return refusal(incident, event, `${event.decision} ${event.question}`)
    case 'REQUEST_REFUSED':
      return refusal(incident, event, event.ask)
    case 'NOTE_ADDED':
      return { kind: 'NOTE', incident, by: event.by, text: event.text }
    case 'NOTICE_SENT':
      return { kind: 'NOTICE', incident, topic: event.topic, text: event.reason }
    default:
      return requestOf(incident, event)
  }
}

function requestOf(incident: string, event: IncidentEvent): Happening | null {
  switch (event.type) {
    case 'RESTORE_REQUESTED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'requestRestore', reason: event.reason }
    case 'RETRY_REQUESTED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'retry', reason: event.reason }
    case 'CLOSE_REQUESTED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'close', reason: event.reason }
    case 'VOUCHED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'vouch', reason: event.reason }
    case 'PRINCIPAL_NAMED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'name', reason: event.reason }
    case 'SCOPE_CHOSEN':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'scope', reason: event.reason }
    case 'OWNER_ASKED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'askOwner', reason: event.owner }
    case 'OWNER_ANSWERED':
      return { kind: 'REQUEST', incident, by: event.by, ask: 'answerOwner', reason: ownerSays(event.wasMe) }
    default:
      return null
  }
}

function ownerSays(wasMe: boolean): string {
  return wasMe ? 'It was me.' : 'It was not me.'
}

type RefusedEvent = Extract<IncidentEvent, { type: 'DECISION_REFUSED' | 'REQUEST_REFUSED' }>

function refusal(incident: string, { by, code, repeats }: RefusedEvent, attempted: string): Happening {
  const unauthorised = isPersonal(code)
  return { kind: 'REFUSED', incident, by, attempted, code, reason: '', unauthorised, times: 1 + repeats }
}

/** Whether a refusal says no to the person, and not to the moment. */
export function isPersonal(code: string): boolean {
  return personalCodes.some((personal) => personal === code)
}

/** The playbook had no use for it where it was: the product answers that it was not possible, and so it is told here. */
function refusedAsUseless(incident: string, event: IncidentEvent, state: string): Happening | null {
  const useless = uselessAct(event)
  if (useless === null) return null
  const { by, attempted, code } = useless
  const reason = `The incident was in ${state}.`
  return { kind: 'REFUSED', incident, by, attempted, code, reason, unauthorised: false, times: 1 }
}

interface Useless {
  readonly by: string
  readonly attempted: string
  readonly code: 'notAsked' | 'notPossible'
}

function uselessAct(event: IncidentEvent): Useless | null {
  switch (event.type) {
    case 'APPROVED':
    case 'DENIED':
      return { by: event.by, attempted: event.type === 'APPROVED' ? 'approve' : 'deny', code: 'notAsked' }
    case 'RESTORE_REQUESTED':
    case 'RETRY_REQUESTED':
    case 'CLOSE_REQUESTED':
    case 'VOUCHED':
    case 'PRINCIPAL_NAMED':
    case 'SCOPE_CHOSEN':
      return { by: event.by, attempted: attemptOf(event.type), code: 'notPossible' }
    default:
      return null
  }
}

type UselessRequest =
  | 'RESTORE_REQUESTED'
  | 'RETRY_REQUESTED'
  | 'CLOSE_REQUESTED'
  | 'VOUCHED'
  | 'PRINCIPAL_NAMED'
  | 'SCOPE_CHOSEN'

function attemptOf(type: UselessRequest): string {
  switch (type) {
    case 'RESTORE_REQUESTED':
      return 'restore'
    case 'RETRY_REQUESTED':
      return 'retry'
    case 'CLOSE_REQUESTED':
      return 'close'
    case 'VOUCHED':
      return 'vouch'
    case 'PRINCIPAL_NAMED':
      return 'name'
    case 'SCOPE_CHOSEN':
      return 'scope'
    default:
      return assertNever(type, 'request')
  }
}
