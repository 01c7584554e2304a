import { EVIDENCE_ON_RECORD } from '../../src/report/key-times.js'
import { TALK_METRICS } from '../schema/objectives.js'
import { firstQuestion } from '../score/first-question.js'
import type { MetricResult } from './after-action-schema.js'
import { expiredQuestions } from './expired-questions.js'
import type { Looked } from './gaps-of-run.js'
import { betterOf, metricLabels, metricNames, type ReportMetric, type ToldMetric, unitOf } from './metric-words.js'
import { wentOnAfterFaults } from './went-on-after-faults.js'
import { whyUnknown } from './why-unknown.js'

/** Every metric of a run, with the target of the objective that aims at it. No value is guessed: null says why there is none. */
export function metricsOfRun(looked: Looked): MetricResult[] {
  return metricNames.map((name) => {
    const aimed = looked.score.objectives.find(({ metric }) => metric === name)
    const value = measuredIn(name, looked)
    return {
      name,
      label: metricLabels[name],
      unit: unitOf(name),
      value,
      outOf: value === null ? null : outOf(name, looked),
      why: value === null ? whyUnknown(name, looked) : null,
      target: aimed?.target ?? null,
      met: aimed?.met ?? null,
      better: betterOf(name),
    }
  })
}

function measuredIn(name: ReportMetric, looked: Looked): MetricResult['value'] {
  const { record, score } = looked
  if (record.mode === 'discuss' && !TALK_METRICS.has(name)) return null
  if (isTold(name)) return told(name, looked)
  if (name === 'pathAsExpected' && score.path.expected.length === 0) return null
  if ((name === 'rubricPoints' || name === 'stepsFound') && outOf(name, looked) === 0) return null
  if (name === 'approvals' && firstQuestion(looked.record.events) === null) return null
  return score.metrics[name]
}

function isTold(name: ReportMetric): name is ToldMetric {
  return name in tellers
}

function told(name: ToldMetric, looked: Looked): number | null {
  return tellers[name](looked)
}

const tellers: Readonly<Record<ToldMetric, (looked: Looked) => number | null>> = {
  timeToEvidence,
  messagesSent,
  questionsDenied: ({ record: { events } }) =>
    events.filter((event) => event.kind === 'DECISION' && event.decision === 'deny' && event.result === 'decided')
      .length,
  questionsExpired: ({ record }) => expiredQuestions(record).length,
  wentOnAfterFaults: ({ record }) => {
    const { wentOn, tried } = wentOnAfterFaults(record)
    return tried === 0 ? null : wentOn
  },
}

/** From the finding that was taken in first to the evidence on the record of the incident that it opened. */
function timeToEvidence({ record, reports }: Looked): number | null {
  const found = record.events.find((event) => event.kind === 'FINDING' && event.result !== 'refused')
  if (found?.kind !== 'FINDING') return null
  const report = reports.find(({ incidentId }) => incidentId === found.incident)
  const at = report?.keyTimes.times.find(({ what }) => what === EVIDENCE_ON_RECORD)?.at
  if (at === undefined) return null
  return Math.max(0, Date.parse(at) - Date.parse(record.startedAt) - found.atMs)
}

/** Of all incidents; null where the record of one could not be read. */
function messagesSent({ record, reports }: Looked): number | null {
  if (reports.length < record.incidents.length) return null
  return reports.reduce((sum, { messages: { cards, notices, owners } }) => sum + cards + notices + owners, 0)
}

/** What a count could have come to, or was needed. */
function outOf(name: ReportMetric, looked: Looked): number | null {
  const { score, exercise, record } = looked
  switch (name) {
    case 'approvals': {
      const asked = lastAsked(looked)
      return asked?.kind === 'QUESTION_OPENED' ? asked.quorum : null
    }
    case 'injectsMet':
      return score.injects.filter(({ asks }) => asks).length
    case 'rubricPoints':
      return score.metrics.rubricPointsOutOf
    case 'stepsFound':
      return (exercise.attack?.steps ?? []).filter(({ hidden }) => hidden).length
    case 'wentOnAfterFaults':
      return wentOnAfterFaults(record).tried
    default:
      return null
  }
}

/** As it was asked last: a new plan may need other approvals. */
function lastAsked({ record: { events } }: Looked) {
  const asked = firstQuestion(events)
  return events.findLast(
    (event) => event.kind === 'QUESTION_OPENED' && event.question === 'contain' && event.incident === asked?.incident,
  )
}
