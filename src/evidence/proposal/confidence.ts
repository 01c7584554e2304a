import { isAtLeast } from '../detections/severity.js'
import type { Candidate } from './candidate.js'
import type { Confidence } from './proposal.js'
import { isTelling, type Sign } from './sign.js'

const somePoints = 8
const graveFinding = 7
const recordsOfCritical = 2

/**
 * How sure the proposal is that this is an attack by this actor, from what it did itself: what it has through others decides
 * who is proposed, not how sure that is. `high`: a grave act that succeeded and another one, of at least medium severity and
 * another tactic, or a critical act that more than one record shows; nothing above medium severity is never more than
 * `medium`; `low`: one thing of medium weight, or nothing but attempts. Never a measure of the harm.
 */
export function confidenceOf({ points, throughOthers, signs, accusations }: Candidate): Confidence {
  const succeeded = signs.filter(({ attempt }) => !attempt)
  if (succeeded.some(isSureCritical)) return 'high'
  const grave = succeeded.filter((sign) => isTelling(sign) && isAtLeast(sign.severity, 'high'))
  if (grave.some((sign) => succeeded.some((other) => corroborates(other, sign)))) return 'high'
  const isAccused = accusations.some(({ severity, trusted, sample }) => severity >= graveFinding && trusted && !sample)
  if (grave.length > 0 && isAccused) return 'high'
  return points - throughOthers >= somePoints ? 'medium' : 'low'
}

function isSureCritical({ kind, severity, eventIds }: Sign): boolean {
  return kind === 'detection' && isAtLeast(severity, 'critical') && eventIds.length >= recordsOfCritical
}

/** Two names of one record are one act; what a rule knows no tactic of may be the same step again. */
function corroborates(other: Sign, { tactic, eventIds }: Sign): boolean {
  if (!isAtLeast(other.severity, 'medium') || other.tactic === null || tactic === null) return false
  return other.tactic !== tactic && other.eventIds.some((id) => !eventIds.includes(id))
}
