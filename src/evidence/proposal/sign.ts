import type { Tactic } from '../detections/detection.js'
import { isAtLeast, type Severity } from '../detections/severity.js'
import { compareTexts } from '../facts/texts.js'

/** Something that speaks for an attack by one actor: a detection, a match of a Sigma rule, an indicator. */
export interface Sign {
  readonly kind: 'detection' | 'sigma' | 'indicator'
  readonly id: string
  readonly title: string
  /** What it was about, out of records; '' where there is no more to say than the title does. */
  readonly what: string
  readonly technique: string | null
  /** null where it is not known. */
  readonly tactic: Tactic | null
  /** Attempts and habits are lowered already. */
  readonly severity: Severity
  /** Every call that it rests on failed. */
  readonly attempt: boolean
  readonly eventIds: readonly string[]
}

/** Each step weighs about twice the one below, so that no heap of small things outweighs a grave one. */
const points: Readonly<Record<Severity, number>> = { informational: 0, low: 1, medium: 4, high: 8, critical: 14 }
/** Rules of others and unusual circumstances add to what the calls themselves say. */
const corroboratingShare = 0.25

export function pointsOf(sign: Sign): number {
  return points[sign.severity] * (isTelling(sign) || sign.kind === 'detection' ? 1 : corroboratingShare)
}

export function mostSevereFirst(a: Sign, b: Sign): number {
  return pointsOf(b) - pointsOf(a) || compareTexts(a.kind, b.kind) || compareTexts(a.id, b.id)
}

/** Looking around is what an attacker does first, and what everybody's tools do all day. */
export function isLookingAround({ tactic }: Sign): boolean {
  return tactic === 'discovery'
}

/**
 * Whether the sign makes an actor stand out without any other: of weight and more than looking around. Sigma rules are of
 * all qualities, so only what they call severe does; an indicator tells of circumstances, and only the gravest do.
 */
export function isTelling(sign: Sign): boolean {
  if (isLookingAround(sign)) return false
  return isAtLeast(sign.severity, sign.kind === 'detection' ? 'medium' : 'high')
}

/** What would have been telling if it had not failed. */
export function isFaintAttempt(sign: Sign): boolean {
  return sign.kind === 'detection' && sign.attempt && sign.severity === 'low' && !isLookingAround(sign)
}
