import type { Exercise } from '../exercise-file.js'
import type { RunEvent } from '../run-event.js'
import type { RunRecord } from '../run-record.js'
import type { Metrics, ScoredAnswer, ScoredInject, ScoredPath } from '../score.js'
import { pointsOutOf } from './answers.js'
import { firstContained, firstFinding, firstRestoreAsked, firstRestored } from './first-incident.js'
import { firstApprovals, firstDecision, firstQuestion } from './first-question.js'
import { stepsFound } from './steps-found.js'

interface Scored {
  readonly injects: readonly ScoredInject[]
  readonly answers: readonly ScoredAnswer[]
  readonly path: ScoredPath
}

/** What a run is measured by, from its record alone. */
export function measure(exercise: Exercise, record: RunRecord, { injects, answers, path }: Scored): Metrics {
  const { events, gains } = record
  return {
    ...times(record),
    approvals: new Set(firstApprovals(events).map(({ by }) => by)).size,
    decision: firstDecision(events)?.decision ?? null,
    injectsMet: injects.filter(({ met, asks }) => met && asks).length,
    // What people are only told of fails where it could not be played as it should, but not where it never came.
    injectsMissed: injects.filter(({ met, asks, played }) => !met && (asks || played)).length,
    wrongAttempts: wrongAttempts(events),
    unauthorisedAttempts: sum(events, (event) => (event.kind === 'REFUSED' && event.unauthorised ? event.times : 0)),
    attackerCallsAfterBlock: gains.blockedAtMs === null ? null : gains.callsAfterBlock.length,
    // Whoever may do what they did has no way back: they are where they belong.
    persistenceLeft: isHarmless(exercise) ? 0 : gains.persistence.filter(({ standing }) => standing).length,
    rubricPoints: answers.reduce((points, answer) => points + answer.points, 0),
    rubricPointsOutOf: pointsOutOf(exercise),
    stepsFound: stepsFound(events),
    pathAsExpected: path.asExpected,
  }
}

type Times = Pick<Metrics, 'timeToDetect' | 'timeToAcknowledge' | 'timeToDecide' | 'timeToContain' | 'timeToRestore'>

/** An attack that began before T+0 counts from T+0: nobody could see a finding earlier. */
function times({ events, mode }: RunRecord): Times {
  // In a discussion nothing is sent: a finding is there once people are told of it.
  const found =
    mode === 'discuss'
      ? first(events, (event) => event.kind === 'INJECT' && event.injectKind === 'finding')
      : (firstFinding(events)?.atMs ?? null)
  const begun = first(events, (event) => event.kind === 'ATTACK' && event.result === 'begun')
  const asked = firstQuestion(events)
  const isSince = (event: RunEvent) => found !== null && event.atMs >= found
  return {
    timeToDetect:
      mode === 'discuss' ? null : span(begun === null || (found !== null && begun > found) ? 0 : begun, found),
    timeToAcknowledge: span(
      found,
      first(events, (event) => isSince(event) && isPersonal(event)),
    ),
    timeToDecide: span(asked?.atMs ?? null, firstDecision(events)?.atMs ?? null),
    timeToContain: span(found, firstContained(events)?.atMs ?? null),
    timeToRestore: span(firstRestoreAsked(events)?.atMs ?? null, firstRestored(events)?.atMs ?? null),
  }
}

/** Whether somebody did something about what they were told. What is refused was an attempt, too. */
function isPersonal({ kind }: RunEvent): boolean {
  return ['DECISION', 'REQUEST', 'REFUSED', 'NOTE', 'ASKED', 'ANSWER', 'PRESSURE'].includes(kind)
}

function wrongAttempts(events: readonly RunEvent[]): number {
  return sum(events, (event) => {
    if (event.kind === 'VOID') return 1
    return event.kind === 'REFUSED' && !event.unauthorised ? event.times : 0
  })
}

function first(events: readonly RunEvent[], isMeant: (event: RunEvent) => boolean): number | null {
  return events.find(isMeant)?.atMs ?? null
}

function span(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, to - from)
}

function sum(events: readonly RunEvent[], count: (event: RunEvent) => number): number {
  return events.reduce((total, event) => total + count(event), 0)
}

function isHarmless({ attack }: Exercise): boolean {
  return attack?.harmless === true
}
