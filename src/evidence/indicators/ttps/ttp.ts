import type { Tactic } from '../../detections/detection.js'
import type { IndicatorSeverity } from '../indicator.js'
import type { TechniqueId } from './techniques.js'

/**
 * API calls that serve one technique. A table cannot see parameters: severity is what one call weighs that an administrator
 * might make, too; HIGH is for calls that nearly nobody makes, or that blind those who watch.
 */
export interface Ttp {
  readonly tactic: Tactic
  readonly technique: TechniqueId
  readonly severity: IndicatorSeverity
  /** What the call gives an attacker. */
  readonly procedure: string
  /** By service (`iam` of `iam.amazonaws.com`): event names, without the dates of Lambda and CloudFront. */
  readonly calls: Readonly<Record<string, string>>
}
