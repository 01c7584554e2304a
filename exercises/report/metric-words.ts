import { gainMetricSchema, lossMetricSchema, type Metric, timeMetricSchema } from '../schema/objectives.js'
import type { MetricResult, Unit } from './after-action-schema.js'

/** What a report tells besides what objectives can aim at. */
export const toldMetrics = [
  'timeToEvidence',
  'questionsDenied',
  'questionsExpired',
  'wentOnAfterFaults',
  'messagesSent',
] as const
export type ToldMetric = (typeof toldMetrics)[number]
export type ReportMetric = Metric | ToldMetric

/** How each metric is called; the order is that of the reports. */
export const metricLabels: Readonly<Record<ReportMetric, string>> = {
  timeToDetect: 'Time to detect',
  timeToAcknowledge: 'Time to acknowledge',
  timeToEvidence: 'Time to evidence',
  timeToDecide: 'Time to decide',
  timeToContain: 'Time to contain',
  timeToRestore: 'Time to restore',
  decision: 'Decision about the block',
  approvals: 'People who approved the block',
  questionsDenied: 'Questions that were denied',
  questionsExpired: 'Questions that nobody answered in time',
  injectsMet: 'Injects met',
  injectsMissed: 'Injects missed',
  rubricPoints: 'Points for answers',
  stepsFound: 'Hidden steps found out',
  wrongAttempts: 'Wrong attempts',
  unauthorisedAttempts: 'Unauthorised attempts',
  attackerCallsAfterBlock: "Attacker's calls after the block",
  persistenceLeft: 'Ways back left to the attacker',
  pathAsExpected: 'States as expected',
  wentOnAfterFaults: 'Faults after which it went on',
  messagesSent: 'Cards and notices sent to people',
}

export const metricNames: readonly ReportMetric[] = [
  'timeToDetect',
  'timeToAcknowledge',
  'timeToEvidence',
  'timeToDecide',
  'timeToContain',
  'timeToRestore',
  'decision',
  'approvals',
  'questionsDenied',
  'questionsExpired',
  'injectsMet',
  'injectsMissed',
  'rubricPoints',
  'stepsFound',
  'wrongAttempts',
  'unauthorisedAttempts',
  'attackerCallsAfterBlock',
  'persistenceLeft',
  'pathAsExpected',
  'wentOnAfterFaults',
  'messagesSent',
]

const times: ReadonlySet<string> = new Set([...timeMetricSchema.options, 'timeToEvidence'])
const gains: ReadonlySet<string> = new Set([...gainMetricSchema.options, 'pathAsExpected', 'wentOnAfterFaults'])
const losses: ReadonlySet<string> = new Set([...lossMetricSchema.options, 'questionsExpired'])

export function unitOf(metric: ReportMetric): Unit {
  if (times.has(metric)) return 'ms'
  if (metric === 'pathAsExpected') return 'truth'
  return metric === 'decision' ? 'word' : 'count'
}

/** Whether less or more of it is better; a decision is right or wrong, and a number of messages neither. */
export function betterOf(metric: ReportMetric): MetricResult['better'] {
  if (times.has(metric) || losses.has(metric)) return 'less'
  return gains.has(metric) ? 'more' : null
}
