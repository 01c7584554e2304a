import { assertNever } from '../../src/domain/assert-never.js'
import { TALK_METRICS } from '../schema/objectives.js'
import type { Looked } from './gaps-of-run.js'
import type { ReportMetric } from './metric-words.js'
import { wentOnAfterFaults } from './went-on-after-faults.js'

/** Why a metric of a run has no value, in a sentence. */
export function whyUnknown(name: ReportMetric, { record, reports }: Looked): string {
  const { events, mode, incidents } = record
  if (mode === 'discuss' && !TALK_METRICS.has(name)) return 'In a discussion nothing is sent, asked or blocked.'
  const isFound = events.some((event) => event.kind === 'FINDING' && event.result !== 'refused')
  const isAsked = events.some((event) => event.kind === 'QUESTION_OPENED' && event.question === 'contain')
  const noReport = 'The records of the incidents could not be read when the run was over.'
  switch (name) {
    case 'timeToDetect':
      return 'No finding was taken in.'
    case 'timeToAcknowledge':
      return isFound || mode === 'discuss' ? 'Nobody did anything about the finding.' : 'No finding was taken in.'
    case 'timeToEvidence':
      if (!isFound) return 'No finding was taken in.'
      return reports.length < incidents.length ? noReport : 'No evidence came onto the record.'
    case 'timeToDecide':
    case 'decision':
    case 'approvals':
      return isAsked ? 'The first question whether to block was never decided.' : 'Nobody was asked whether to block.'
    case 'timeToContain':
      return 'The incident of the first finding was never contained.'
    case 'timeToRestore':
      return events.some((event) => event.kind === 'REQUEST' && event.ask === 'requestRestore')
        ? 'The incident that this was asked for first was never restored.'
        : 'Nobody asked for a restore.'
    case 'attackerCallsAfterBlock':
      return 'There never was a block in force.'
    case 'pathAsExpected':
      return 'The exercise expects no path.'
    case 'rubricPoints':
      return 'No question of the exercise gives points.'
    case 'stepsFound':
      return 'The exercise has no hidden step.'
    case 'wentOnAfterFaults':
      return wentOnAfterFaults(record).untried > 0
        ? 'There was nothing left to do when a fault came.'
        : 'No fault was brought about.'
    case 'messagesSent':
      return noReport
    case 'persistenceLeft':
    case 'injectsMet':
    case 'injectsMissed':
    case 'wrongAttempts':
    case 'unauthorisedAttempts':
    case 'questionsDenied':
    case 'questionsExpired':
      return 'It was not measured.'
    default:
      return assertNever(name, 'metric')
  }
}
