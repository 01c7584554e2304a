import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import type { Metric } from '../schema/objectives.js'
import { isFoundOut } from '../score/steps-found.js'
import type { TimelineEntry } from './after-action-schema.js'

const MOST = 12

/** Numbers of the entries of the timeline that a metric was measured by; at most twelve. */
export function evidenceFor(metric: Metric, { events }: RunRecord, timeline: readonly TimelineEntry[]): number[] {
  if (metric === 'attackerCallsAfterBlock' || metric === 'persistenceLeft') {
    return timeline.flatMap(({ lane, tone, no }) => (lane === 'attacker' && tone !== 'plain' ? [no] : [])).slice(-MOST)
  }
  const ended = endedAs[metric]
  // Of injects that only told people something the end is plain.
  if (ended !== undefined)
    return timeline.flatMap(({ lane, tone, no }) => (lane === 'injects' && tone === ended ? [no] : [])).slice(0, MOST)
  const bounds = boundsOf[metric] ?? []
  const first = bounds.flatMap((isMeant) => {
    const index = events.findIndex(isMeant)
    return index === -1 ? [] : [index + 1]
  })
  const isCounted = counted[metric]
  const each = isCounted === undefined ? [] : events.flatMap((event, index) => (isCounted(event) ? [index + 1] : []))
  return [...new Set([...first, ...each])].toSorted((a, b) => a - b).slice(0, MOST)
}

type IsMeant = (event: RunEvent) => boolean

const found: IsMeant = (event) => event.kind === 'FINDING' && event.result !== 'refused'
const asked: IsMeant = (event) => event.kind === 'QUESTION_OPENED' && event.question === 'contain'
const decided: IsMeant = (event) =>
  event.kind === 'DECISION' && event.question === 'contain' && event.result === 'decided'
const entered =
  (state: string): IsMeant =>
  (event) =>
    event.kind === 'STATE' && event.to === state
const personal: IsMeant = ({ kind }) =>
  ['DECISION', 'REQUEST', 'REFUSED', 'NOTE', 'ASKED', 'ANSWER', 'PRESSURE'].includes(kind)

/** Between which events a time was taken. */
const boundsOf: Partial<Record<Metric, readonly IsMeant[]>> = {
  timeToDetect: [(event) => event.kind === 'ATTACK' && event.result === 'begun', found],
  timeToAcknowledge: [found, personal],
  timeToDecide: [asked, decided],
  timeToContain: [found, entered('contained')],
  timeToRestore: [(event) => event.kind === 'REQUEST' && event.ask === 'requestRestore', entered('restored')],
  decision: [asked, decided],
}

/** Of which tone the ends of injects are that were counted. */
const endedAs: Partial<Record<Metric, TimelineEntry['tone']>> = { injectsMet: 'good', injectsMissed: 'bad' }

/** Which events were counted. */
const counted: Partial<Record<Metric, IsMeant>> = {
  approvals: (event) => event.kind === 'DECISION' && event.question === 'contain' && event.decision === 'approve',
  rubricPoints: ({ kind }) => kind === 'ANSWER',
  stepsFound: isFoundOut,
  wrongAttempts: (event) => event.kind === 'VOID' || (event.kind === 'REFUSED' && !event.unauthorised),
  unauthorisedAttempts: (event) => event.kind === 'REFUSED' && event.unauthorised,
  pathAsExpected: ({ kind }) => kind === 'STATE',
}
