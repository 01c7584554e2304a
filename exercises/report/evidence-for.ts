import type { RunEvent } from '../run-event.js'
import type { AttackerGains } from '../run-record.js'
import type { Metric } from '../schema/objectives.js'
import { firstContained, firstFinding, firstRestoreAsked, firstRestored } from '../score/first-incident.js'
import { firstApprovals, firstDecision, firstQuestion } from '../score/first-question.js'
import { isFoundOut } from '../score/steps-found.js'
import type { TimelineEntry } from './after-action-schema.js'
import type { Looked } from './gaps-of-run.js'

const MOST = 12
/** The calls of a round are told together, when it is over. */
const TOLD_WITHIN_MS = 1_000

/** Numbers of the entries of the timeline that a metric was measured by; at most twelve. */
export function evidenceFor(metric: Metric, { record, timeline, exercise }: Looked): number[] {
  const { events, gains, mode } = record
  const numbersOf = (found: readonly (RunEvent | null)[]) =>
    found.flatMap((event) => (event === null ? [] : [events.indexOf(event) + 1]))
  if (metric === 'attackerCallsAfterBlock') return callsAfter(gains, timeline)
  if (metric === 'persistenceLeft') {
    const left = exercise.attack?.harmless === true ? [] : gains.persistence.filter(({ standing }) => standing)
    const steps = new Set(left.flatMap(({ step }) => step ?? []))
    return timeline.flatMap(({ step, no }) => (step !== null && steps.has(step) ? [no] : [])).slice(0, MOST)
  }
  if (metric === 'pathAsExpected') return firstPath(timeline)
  if (metric === 'timeToDecide' || metric === 'decision')
    return numbersOf([firstQuestion(events), firstDecision(events)])
  if (metric === 'timeToContain') return numbersOf([firstFinding(events), firstContained(events)])
  if (metric === 'timeToRestore') return numbersOf([firstRestoreAsked(events), firstRestored(events)])
  if (metric === 'approvals') return numbersOf(firstApprovals(events)).slice(0, MOST)
  const ended = endedAs[metric]
  // Of injects that only told people something the end is plain.
  if (ended !== undefined)
    return timeline.flatMap(({ lane, tone, no }) => (lane === 'injects' && tone === ended ? [no] : [])).slice(0, MOST)
  const bounds = mode === 'discuss' ? (inTalk[metric] ?? []) : (boundsOf[metric] ?? [])
  const first = bounds.flatMap((isMeant) => {
    const index = events.findIndex(isMeant)
    return index === -1 ? [] : [index + 1]
  })
  const isCounted = counted[metric]
  const each = isCounted === undefined ? [] : events.flatMap((event, index) => (isCounted(event) ? [index + 1] : []))
  return [...new Set([...first, ...each])].toSorted((a, b) => a - b).slice(0, MOST)
}

/** Where what AWS carried out for the attacker under a block was told: not what came before it, nor after a restore. */
function callsAfter({ callsAfterBlock }: AttackerGains, timeline: readonly TimelineEntry[]): number[] {
  const isOf = (entry: TimelineEntry) =>
    callsAfterBlock.some(({ step, atMs }) => step === entry.step && Math.abs(atMs - entry.atMs) <= TOLD_WITHIN_MS)
  const after = timeline.filter((entry) => entry.lane === 'attacker' && entry.tone === 'bad' && isOf(entry))
  return after.map(({ no }) => no).slice(0, MOST)
}

/** The states of the incident that was opened first: the path is its. */
function firstPath(timeline: readonly TimelineEntry[]): number[] {
  const states = timeline.filter(({ state, incident }) => state !== null && incident !== null)
  return states.flatMap(({ incident, no }) => (incident === states[0]?.incident ? [no] : [])).slice(0, MOST)
}

type IsMeant = (event: RunEvent) => boolean

const found: IsMeant = (event) => event.kind === 'FINDING' && event.result !== 'refused'
const personal: IsMeant = ({ kind }) =>
  ['DECISION', 'REQUEST', 'REFUSED', 'NOTE', 'ASKED', 'ANSWER', 'PRESSURE'].includes(kind)

/** Between which events a time was taken. */
const boundsOf: Partial<Record<Metric, readonly IsMeant[]>> = {
  timeToDetect: [(event) => event.kind === 'ATTACK' && event.result === 'begun', found],
  timeToAcknowledge: [found, personal],
}

/** Of which tone the ends of injects are that were counted. */
const endedAs: Partial<Record<Metric, TimelineEntry['tone']>> = { injectsMet: 'good', injectsMissed: 'bad' }

/** In a discussion nothing is sent: a finding is there once people are told of it. */
const inTalk: Partial<Record<Metric, readonly IsMeant[]>> = {
  timeToAcknowledge: [(event) => event.kind === 'INJECT' && event.injectKind === 'finding', personal],
}

/** Which events were counted. */
const counted: Partial<Record<Metric, IsMeant>> = {
  rubricPoints: ({ kind }) => kind === 'ANSWER',
  stepsFound: isFoundOut,
  wrongAttempts: (event) => event.kind === 'VOID' || (event.kind === 'REFUSED' && !event.unauthorised),
  unauthorisedAttempts: (event) => event.kind === 'REFUSED' && event.unauthorised,
}
