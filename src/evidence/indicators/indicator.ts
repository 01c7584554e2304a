import type { Tactic } from '../detections/detection.js'
import type { IndicatorDetails } from './indicator-details.js'

/** The eight that Amazon Detective has, in the order in which they are answered. */
export const indicatorTypes = [
  'TTP_OBSERVED',
  'IMPOSSIBLE_TRAVEL',
  'FLAGGED_IP_ADDRESS',
  'NEW_GEOLOCATION',
  'NEW_ASO',
  'NEW_USER_AGENT',
  'RELATED_FINDING',
  'RELATED_FINDING_GROUP',
] as const
export type IndicatorType = (typeof indicatorTypes)[number]

/** Detective's steps, least first. */
export const indicatorSeverities = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const
export type IndicatorSeverity = (typeof indicatorSeverities)[number]

/**
 * `observed`: it is there, with its event ids. `notObserved`: all that is needed was there, and it is not.
 * `insufficientBaseline`: there is too little to compare with. `notEvaluated`: what it needs was not given (a file, a list).
 */
export type IndicatorStatus = 'observed' | 'notObserved' | 'insufficientBaseline' | 'notEvaluated'

/** What the answer rests on. */
export interface IndicatorCoverage {
  /** The regions of the actor's calls in the scope. */
  readonly regions: readonly string[]
  /** Days before the scope of which there are records, 45 at most. */
  readonly baselineDays: number
  /** In words: what was left out, and what cannot be seen. */
  readonly gaps: readonly string[]
}

/**
 * One answer about one actor. Where a type is `observed` there is one indicator for each sighting; otherwise exactly one, with
 * severity INFORMATIONAL and neither technique, detail nor event ids. Texts of `detail` come out of records and lists as they
 * stand: escape them where they are shown.
 */
export type Indicator = { [Type in IndicatorType]: IndicatorOf<Type> }[IndicatorType]

export interface IndicatorOf<Type extends IndicatorType> {
  readonly type: Type
  readonly status: IndicatorStatus
  readonly severity: IndicatorSeverity
  /** ATT&CK, enterprise matrix; null where none is meant. */
  readonly technique: string | null
  readonly tactic: Tactic | null
  /** In words: why this status and severity. */
  readonly reason: string
  readonly detail: IndicatorDetails[Type] | null
  /** `Actor.key`. */
  readonly actorKey: string
  /** The earliest few, oldest first. */
  readonly eventIds: readonly string[]
  readonly coverage: IndicatorCoverage
}
