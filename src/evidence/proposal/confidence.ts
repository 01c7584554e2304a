import { isAtLeast } from '../detections/severity.js'
import { entryOf } from '../facts/tallies.js'
import type { Candidate } from './candidate.js'
import type { Confidence } from './proposal.js'
import { isTelling, pointsOf, type Sign } from './sign.js'

const somePoints = 8
const graveFinding = 7
const pointsOfMedium = 4
const recordsOfCritical = 2

/**
 * How sure the proposal is that this is an attack by this actor: as sure as what it did itself makes it, and where it is joined
 * with somebody by more than a guess, no less than one step below that one (see `Candidate.atLeast`). Never a measure of the harm.
 */
export function confidenceOf(candidate: Candidate): Confidence {
  return surer(ownConfidenceOf(candidate), candidate.atLeast)
}

/**
 * From what it did itself: what it has through others decides who is proposed. `high`: a grave act that succeeded and another
 * one, of at least medium severity and another tactic, or a critical act that more than one record shows; nothing above medium
 * severity is never more than `medium`; `low`: one thing of medium weight, nothing but attempts, or one kind of act from where one works.
 * With MFA the owner is likelier: one step less, unless something tells of a stolen session; though not down to `low` where an act is
 * grave by itself.
 */
export function ownConfidenceOf(candidate: Candidate): Confidence {
  const { isWithMfa, signs } = candidate
  const full = isHigh(candidate) ? 'high' : isMedium(candidate) ? 'medium' : 'low'
  if (signs.some(tellsOfTheft)) return full
  if (full === 'medium' && isOneDeedAtWork(candidate)) return 'low'
  if (!isWithMfa) return full
  return full === 'high' || !signs.some(({ severity }) => isAtLeast(severity, 'high')) ? oneBelow(full) : full
}

/**
 * One kind of act, however grave, and nothing else, done by whoever works there: a decision of its owner is likelier than a thief who
 * stops at that. An attack goes on, or comes from elsewhere. To take or to destroy in number is nobody’s decision.
 */
function isOneDeedAtWork({ isFromWorkplace, signs, accusations }: Candidate): boolean {
  if (!isFromWorkplace || accusations.length > 0) return false
  const telling = signs.filter(isTelling)
  if (telling.some(({ severity, tactic }) => isAtLeast(severity, 'critical') || isOfNumber(tactic))) return false
  return new Set(telling.map(({ kind, id }) => `${kind} ${id}`)).size === 1
}

/** What rules call grave for how much of it there is. */
function isOfNumber(tactic: Sign['tactic']): boolean {
  return tactic === 'credential-access' || tactic === 'collection' || tactic === 'impact'
}

function isHigh({ signs, accusations }: Candidate): boolean {
  const succeeded = signs.filter(({ attempt }) => !attempt)
  if (succeeded.some(isSureCritical)) return true
  const grave = succeeded.filter((sign) => isTelling(sign) && isAtLeast(sign.severity, 'high'))
  if (isCorroborated(grave, succeeded)) return true
  return (
    grave.length > 0 &&
    accusations.some(({ severity, trusted, sample }) => severity >= graveFinding && trusted && !sample)
  )
}

/** Small things around one thing of medium weight make it no more than that. */
function isMedium({ points, throughOthers, signs, accusations }: Candidate): boolean {
  if (points - throughOthers < somePoints) return false
  const weighty = signs.filter((sign) => isAtLeast(sign.severity, 'medium') && pointsOf(sign) >= pointsOfMedium)
  const isGrave = weighty.some(({ severity }) => isAtLeast(severity, 'high'))
  return isGrave || accusations.length > 0 || new Set(weighty.map(({ id }) => id)).size > 1
}

/** Where a call came from, or with what: an address, a network or a tool that is not the owner's. */
function tellsOfTheft({ kind, tactic, severity }: Sign): boolean {
  return isAtLeast(severity, 'medium') && (kind === 'indicator' || tactic === 'initial-access')
}

const steps: readonly Confidence[] = ['low', 'medium', 'high']

/** Positive where the first is surer. */
export function compareConfidence(a: Confidence, b: Confidence): number {
  return steps.indexOf(a) - steps.indexOf(b)
}

export function surer(a: Confidence, b: Confidence): Confidence {
  return compareConfidence(a, b) >= 0 ? a : b
}

/** What joins two of them is itself no certainty. */
export function oneBelow(confidence: Confidence): Confidence {
  return steps[Math.max(0, steps.indexOf(confidence) - 1)] ?? 'low'
}

function isSureCritical({ kind, severity, eventIds }: Sign): boolean {
  return kind === 'detection' && isAtLeast(severity, 'critical') && eventIds.length >= recordsOfCritical
}

/**
 * Two names of one record are one act; what a rule knows no tactic of may be the same step again. By tactic, since one actor may
 * have thousands of signs of one.
 */
function isCorroborated(grave: readonly Sign[], succeeded: readonly Sign[]): boolean {
  const others = byTactic(succeeded.filter(({ severity }) => isAtLeast(severity, 'medium')))
  for (const [tactic, signs] of byTactic(grave)) {
    for (const [otherTactic, alike] of others) {
      if (otherTactic === tactic) continue
      if (signs.some(({ eventIds }) => alike.some((other) => other.eventIds.some((id) => !eventIds.includes(id))))) {
        return true
      }
    }
  }
  return false
}

function byTactic(signs: readonly Sign[]): ReadonlyMap<string, Sign[]> {
  const groups = new Map<string, Sign[]>()
  for (const sign of signs) if (sign.tactic !== null) entryOf(groups, sign.tactic, (): Sign[] => []).push(sign)
  return groups
}
