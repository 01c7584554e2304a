import { gainMetricSchema, lossMetricSchema, type Metric, timeMetricSchema } from '../schema/objectives.js'
import type { MetricResult, Unit } from './after-action-schema.js'

/** How each metric is called; the order is that of the reports. */
export const metricLabels: Readonly<Record<Metric, string>> = {
  timeToDetect: 'Time to detect',
  timeToAcknowledge: 'Time to acknowledge',
  timeToDecide: 'Time to decide',
  timeToContain: 'Time to contain',
  timeToRestore: 'Time to restore',
  decision: 'Decision about the block',
  approvals: 'People who approved the block',
  injectsMet: 'Injects met',
  injectsMissed: 'Injects missed',
  rubricPoints: 'Points for answers',
  stepsFound: 'Hidden steps found out',
  wrongAttempts: 'Wrong attempts',
  unauthorisedAttempts: 'Unauthorised attempts',
  attackerCallsAfterBlock: "Attacker's calls after the block",
  persistenceLeft: 'Ways back left to the attacker',
  pathAsExpected: 'States as expected',
}

export const metricNames: readonly Metric[] = [
  ...timeMetricSchema.options,
  'decision',
  'approvals',
  'injectsMet',
  'injectsMissed',
  'rubricPoints',
  'stepsFound',
  'wrongAttempts',
  'unauthorisedAttempts',
  'attackerCallsAfterBlock',
  'persistenceLeft',
  'pathAsExpected',
]

const times: ReadonlySet<string> = new Set(timeMetricSchema.options)
const gains: ReadonlySet<string> = new Set(gainMetricSchema.options)
const losses: ReadonlySet<string> = new Set(lossMetricSchema.options)

export function unitOf(metric: Metric): Unit {
  if (times.has(metric)) return 'ms'
  if (metric === 'pathAsExpected') return 'truth'
  return metric === 'decision' ? 'word' : 'count'
}

/** Whether less or more of it is better; a decision is right or wrong. */
export function betterOf(metric: Metric): MetricResult['better'] {
  if (times.has(metric) || losses.has(metric)) return 'less'
  return gains.has(metric) || metric === 'pathAsExpected' ? 'more' : null
}
