import { assertNever } from '../../src/domain/assert-never.js'
import type { DecisionMove, IncidentMove, PersonalAct, ProductMove } from '../moves.js'
import type { StageIncident } from '../stage.js'
import type { Shown } from './incident-watch.js'

/** What is known when a move is made. */
export interface Known {
  readonly incidents: readonly StageIncident[]
  /** What was asked, newest last. */
  readonly shown: readonly Shown[]
}

/** The act that a move stands for; why there is none, in a sentence: then there is nothing that it could be about. */
export function toAct(move: ProductMove, known: Known): PersonalAct | string {
  switch (move.does) {
    case 'approve':
    case 'deny':
      return toDecision(move, known)
    case 'requestBlock':
      return { kind: 'requestBlock', arn: move.arn, reason: move.reason }
    case 'freeze':
    case 'unfreeze':
      return { kind: move.does, reason: move.reason }
    default: {
      const incident = meantBy(move, known.incidents)
      return incident === null ? NO_INCIDENT : toIncidentAct(move, incident.id)
    }
  }
}

const NO_INCIDENT = 'There is no such incident.'

function toIncidentAct(move: IncidentMove, incident: string): PersonalAct {
  switch (move.does) {
    case 'note':
      return { kind: 'note', incident, text: move.text }
    case 'askOwner':
      return { kind: 'askOwner', incident, owner: move.owner }
    case 'answerOwner':
      return { kind: 'answerOwner', incident, wasMe: move.wasMe }
    case 'name':
      return { kind: 'name', incident, arn: move.arn, reason: move.reason }
    case 'scope':
      return { kind: 'scope', incident, scope: move.scope, reason: move.reason }
    case 'requestRestore':
      return { kind: 'requestRestore', incident, restoreAs: move.as, reason: move.reason }
    case 'retry':
    case 'close':
    case 'vouch':
      return { kind: move.does, incident, reason: move.reason }
    default:
      return assertNever(move, 'move')
  }
}

/** The open question where there is one; else what was shown last, since people press what they still see. */
function toDecision({ does, by: _by, question, reason, incident }: DecisionMove, known: Known): PersonalAct | string {
  const meant = incident === undefined ? null : idOf(incident, known.incidents)
  const shown = known.shown.filter(
    (each) => each.question === question && (incident === undefined || each.incident === meant),
  )
  const asked = shown.find(({ isOpen }) => isOpen) ?? shown.at(-1)
  if (asked === undefined) return `Nobody was asked whether to ${question === 'contain' ? 'block' : 'restore'}.`
  return { kind: 'decide', incident: asked.incident, question, decision: does, planDigest: asked.planDigest, reason }
}

/** The first that is open, else the first: what is said of one that is over is refused by the product, or kept as a note. */
function meantBy({ incident }: ProductMove, incidents: readonly StageIncident[]): StageIncident | null {
  if (incident === undefined) return incidents.find(({ open }) => open) ?? incidents[0] ?? null
  const id = idOf(incident, incidents)
  return incidents.find((each) => each.id === id) ?? null
}

function idOf(incident: string | number, incidents: readonly StageIncident[]): string | null {
  return typeof incident === 'string' ? incident : (incidents[incident - 1]?.id ?? null)
}
