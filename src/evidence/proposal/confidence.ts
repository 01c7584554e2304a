import { isAtLeast } from '../detections/severity.js'
import { type Candidate, isGrave, tacticsOf } from './candidate.js'
import type { Confidence } from './proposal.js'
import { isTelling } from './sign.js'

const clearPoints = 20
const somePoints = 8

/**
 * How sure the proposal is that this is an attack by this actor. `high`: much that succeeded, of more than one tactic, or a
 * critical act; `low`: one thing of medium weight, or nothing but attempts. Never a measure of the harm.
 */
export function confidenceOf(candidate: Candidate): Confidence {
  const { points, signs, accusations } = candidate
  const succeeded = signs.filter((sign) => isTelling(sign) && !sign.attempt)
  const isCritical = succeeded.some(({ kind, severity }) => kind === 'detection' && isAtLeast(severity, 'critical'))
  const isBroad = tacticsOf(signs).length > 1 || accusations.some(isGrave)
  if (isCritical && succeeded.length > 1) return 'high'
  if (points >= clearPoints && isBroad && succeeded.length > 1) return 'high'
  return points >= somePoints ? 'medium' : 'low'
}
