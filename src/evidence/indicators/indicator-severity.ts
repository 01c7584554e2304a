import type { Severity } from '../detections/severity.js'
import { type IndicatorSeverity, indicatorSeverities } from './indicator.js'

/** Down by one step, and never below the least. */
export function loweredOnce(severity: IndicatorSeverity): IndicatorSeverity {
  return indicatorSeverities[Math.max(0, rankOf(severity) - 1)] ?? 'INFORMATIONAL'
}

/** The greater, the graver. */
export function rankOf(severity: IndicatorSeverity): number {
  return indicatorSeverities.indexOf(severity)
}

/** GuardDuty's number on Detective's steps: 9 is critical, 7 high, 4 medium, 1 low. */
export function severityOfScore(score: number): IndicatorSeverity {
  if (score >= 9) return 'CRITICAL'
  if (score >= 7) return 'HIGH'
  if (score >= 4) return 'MEDIUM'
  return score >= 1 ? 'LOW' : 'INFORMATIONAL'
}

const detectionSeverities = {
  INFORMATIONAL: 'informational',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
} as const satisfies Record<IndicatorSeverity, Severity>

/** The same step as detections name it. */
export function detectionSeverityOf(severity: IndicatorSeverity): Severity {
  return detectionSeverities[severity]
}
