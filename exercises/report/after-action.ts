import { inWords } from '../../src/engine/in-words.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import { showTime } from '../../src/report/outline.js'
import { count } from '../../src/report/words.js'
import type { Exercise } from '../exercise-file.js'
import type { RunRecord } from '../run-record.js'
import { type Score, scoreRun } from '../score.js'
import { AFTER_ACTION_API_VERSION, type ExerciseReview } from './after-action-schema.js'
import { attackerOfRun } from './attacker-of-run.js'
import { attemptWords } from './attempt-words.js'
import { evidenceFor } from './evidence-for.js'
import { gapsOfRun, type Looked } from './gaps-of-run.js'
import { incidentTimes } from './incident-times.js'
import { unitOf } from './metric-words.js'
import { metricsOfRun } from './metrics-of-run.js'
import { carryOver } from './open-actions.js'
import { nameOf, participantsOf } from './people.js'
import { planFor } from './plan-improvement.js'
import { strengthsOfRun } from './strengths-of-run.js'
import { timelineOfRun } from './timeline-of-run.js'
import { trendOf } from './trend-of.js'

export interface AfterActionInput {
  /** As it was played: with the seed and limits of the run. */
  readonly exercise: Exercise
  readonly record: RunRecord
  /** Of the incidents of the run, where they could still be read: for the appendix. */
  readonly reports: readonly IncidentReport[]
  /** Reports of earlier runs, oldest first; those of other exercises are left out. */
  readonly earlier: readonly ExerciseReview[]
  /** Digest of the exercise as its file has it, whatever the mode and seed of the run; where it is not given, as it was played. */
  readonly fileDigest?: string
  /** When it was played, ISO 8601; where it is not given, the exercise's own T+0. */
  readonly playedAt?: string
  /** The number under which the run is kept; where it is not given, the next one. */
  readonly run?: number
}

/** The after-action report of a run. Pure: the same input gives the same report; no text in it is escaped yet. */
export function afterAction(input: AfterActionInput): ExerciseReview {
  const { exercise, record } = input
  const score = scoreRun(exercise, record)
  const timeline = timelineOfRun(exercise, record)
  const looked: Looked = { exercise, record, reports: input.reports, score, timeline }
  const earlier = input.earlier.filter(({ id }) => id === record.exercise)
  const { gaps, improvements } = planFor(gapsOfRun(looked))
  const report: ExerciseReview = {
    kind: 'exercise',
    apiVersion: AFTER_ACTION_API_VERSION,
    id: record.exercise,
    title: record.title,
    classification: exercise.classification,
    banner: 'EXERCISE · everything here happened in a simulated account',
    ...spanOf(record),
    outcome: outcomeOf(score, record),
    summary: exercise.summary,
    facts: factsOf(input),
    objectives: objectivesOf(looked),
    incidents: incidentTimes(record),
    timeline,
    metrics: metricsOfRun(looked),
    path: pathOf(score),
    attacker: attackerOfRun(exercise, record),
    attempts: attemptsOf(looked),
    injects: injectsOf(looked),
    answers: answersOf(looked),
    strengths: strengthsOfRun(looked),
    gaps,
    ...carryOver(improvements, earlier),
    participants: participantsOf(exercise, record),
    appendix: appendixOf(input),
    run: input.run ?? Math.max(0, ...earlier.map(({ run }) => run)) + 1,
    seed: record.seed,
    digest: record.digest,
    fileDigest: input.fileDigest ?? record.digest,
    playedAt: input.playedAt ?? record.startedAt,
    mode: record.mode,
    players: record.players,
    liveAwsCalls: record.liveAwsCalls,
    trend: null,
    footer: footerOf(record),
  }
  return earlier.length === 0 ? report : { ...report, trend: trendOf([...earlier, report]) }
}

function spanOf({ startedAt, endedAtMs }: RunRecord): Pick<ExerciseReview, 'startedAt' | 'endedAt' | 'durationMs'> {
  return { startedAt, endedAt: new Date(Date.parse(startedAt) + endedAtMs).toISOString(), durationMs: endedAtMs }
}

function outcomeOf({ objectives, metrics }: Score, { end }: RunRecord): ExerciseReview['outcome'] {
  const met = objectives.filter((each) => each.met).length
  const injects = `${metrics.injectsMet} of ${count(metrics.injectsMet + metrics.injectsMissed, 'inject')} met.`
  const headline = `${met} of ${count(objectives.length, 'objective')} met`
  if (end.kind === 'failed')
    return { tone: 'bad', headline: 'The exercise failed', sentence: `It could not be played to its end: ${end.error}` }
  const ended = { finished: '', limit: ' Time was up before the end.', stopped: ' It was ended before its end.' }[
    end.kind
  ]
  const tone = met === objectives.length ? 'good' : met === 0 ? 'bad' : 'open'
  return { tone, headline, sentence: `${injects}${ended}` }
}

function factsOf({ exercise, record, playedAt }: AfterActionInput): ExerciseReview['facts'] {
  return [
    { name: 'Exercise', text: record.exercise },
    { name: 'Mode', text: record.mode === 'discuss' ? 'discussion' : 'rehearsal on a simulated account' },
    {
      name: 'Played by',
      text: { good: 'the scripted good player', bad: 'the scripted bad player' }[record.players] ?? record.players,
    },
    { name: 'Time', text: record.time === 'virtual' ? 'virtual: repeats exactly' : "by people's clocks" },
    ...(record.time === 'virtual' && playedAt !== undefined ? [{ name: 'Played', text: showTime(playedAt) }] : []),
    { name: 'Planned for', text: `${exercise.minutes} minutes` },
    ...(record.mode === 'discuss' ? [] : [{ name: 'Incidents', text: incidentsIn(record) }]),
  ]
}

/** With their numbers where there are several: the timeline has these. */
function incidentsIn({ incidents }: RunRecord): string {
  const named = incidents.map(({ id, state }, index) => {
    return `${incidents.length === 1 ? '' : `${index + 1}: `}${id} (${inWords(state)})`
  })
  return named.join('; ') || 'none'
}

function objectivesOf(looked: Looked): ExerciseReview['objectives'] {
  return looked.score.objectives.map(({ id, text, metric, status, value, target }) => {
    const evidence = evidenceFor(metric, looked)
    return { id, text, metric, unit: unitOf(metric), status, value, target, evidence }
  })
}

function pathOf({ path }: Score): ExerciseReview['path'] {
  return {
    expected: [...path.expected],
    actual: [...path.actual],
    asExpected: path.expected.length === 0 ? null : path.asExpected,
    missing: [...path.missing],
    unexpected: [...path.unexpected],
  }
}

function attemptsOf({ exercise, record: { events }, timeline }: Looked): ExerciseReview['attempts'] {
  return events.flatMap((event, index) => {
    if (event.kind !== 'REFUSED' && event.kind !== 'VOID') return []
    const by = nameOf(exercise, event.by)
    const at = timeline[index]?.at ?? ''
    const attempted = attemptWords(event.attempted)
    if (event.kind === 'VOID')
      return [{ no: index + 1, at, by, attempted, why: event.why, unauthorised: false, times: 1 }]
    const why = event.reason === '' ? inWords(event.code) : event.reason
    return [{ no: index + 1, at, by, attempted, why, unauthorised: event.unauthorised, times: event.times }]
  })
}

function injectsOf({ exercise, score }: Looked): ExerciseReview['injects'] {
  return score.injects.map(({ id, title, met, played, asks, why }) => {
    const kind = exercise.injects.find((each) => each.id === id)?.kind ?? 'inject'
    return { id, title, kind, met, played, asks, why }
  })
}

function answersOf({ exercise, score }: Looked): ExerciseReview['answers'] {
  return score.answers.map(({ inject, by, points, outOf, made, notMade, scoredBy }) => {
    const title = exercise.injects.find(({ id }) => id === inject)?.title ?? inject
    return { inject, title, by: nameOf(exercise, by), points, outOf, made: [...made], notMade: [...notMade], scoredBy }
  })
}

function appendixOf({ exercise, record, reports }: AfterActionInput): ExerciseReview['appendix'] {
  return {
    facts: [
      { name: 'Seed', text: String(record.seed) },
      { name: 'Digest of the exercise', text: record.digest },
      { name: 'API version of the exercise', text: exercise.apiVersion },
      { name: 'Live AWS calls', text: String(record.liveAwsCalls) },
    ],
    playbooks: [
      ...new Set([
        ...reports.map(({ playbook }) => playbook),
        ...(reports.length > 0 ? [] : record.incidents.map(({ playbook }) => playbook)),
      ]),
    ],
    audit: reports.map(({ incidentId, state, audit: { chain, headHash } }) => {
      return { incident: incidentId, state, records: chain.records, headHash, inOrder: chain.ok }
    }),
  }
}

/** Counted in the transport of the AWS clients, where every request goes through. */
function footerOf({ liveAwsCalls }: RunRecord): string {
  return liveAwsCalls === 0
    ? 'EXERCISE. No live AWS call was made: 0 requests of the AWS clients went to any host but the simulated account.'
    : `EXERCISE. ${count(liveAwsCalls, 'request')} of the AWS clients went for a host that is not the simulated account; none was sent. Find out why.`
}
