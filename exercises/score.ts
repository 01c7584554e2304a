import type { Exercise } from './exercise-file.js'
import type { RunRecord } from './run-record.js'
import type { Metric } from './schema/objectives.js'
import { scoreAnswers } from './score/answers.js'
import { scoreInjects } from './score/injects.js'
import { measure } from './score/measure.js'
import { scoreObjective } from './score/objective.js'
import { actualPath, comparePath } from './score/path.js'

/** What a run is measured by. Times in milliseconds of exercise time; null: it never came to that. */
export interface Metrics {
  readonly timeToDetect: number | null
  readonly timeToAcknowledge: number | null
  readonly timeToDecide: number | null
  readonly timeToContain: number | null
  readonly timeToRestore: number | null
  /** People who approved the first question whether to block. */
  readonly approvals: number
  readonly decision: 'approve' | 'deny' | null
  readonly injectsMet: number
  readonly injectsMissed: number
  /** Acts that were refused because of the moment, and moves that could not be. */
  readonly wrongAttempts: number
  /** Acts that were refused because of the person. */
  readonly unauthorisedAttempts: number
  /** null: there never was a block, so that there is nothing to praise. */
  readonly attackerCallsAfterBlock: number | null
  readonly persistenceLeft: number
  readonly rubricPoints: number
  /** The most that could have been reached. */
  readonly rubricPointsOutOf: number
  /** Hidden steps of the attack that people found out by themselves. */
  readonly stepsFound: number
  readonly pathAsExpected: boolean
}

/** `partly`: it came to that, later or less than it should. */
export type ObjectiveStatus = 'met' | 'partly' | 'notMet'

export interface ScoredObjective {
  readonly id: string
  readonly text: string
  readonly metric: Metric
  readonly status: ObjectiveStatus
  readonly met: boolean
  /** Milliseconds, a number, a truth or a word, as the metric has it; null: it never came to that. */
  readonly value: number | boolean | string | null
  readonly target: number | boolean | string
}

export interface ScoredInject {
  readonly id: string
  readonly title: string
  readonly met: boolean
  /** It was played; else it was not: then it is missed where it asks something of people. */
  readonly played: boolean
  /** It asks something of people. Only these count as met; what people are told of is no merit, and no fault where it never came. */
  readonly asks: boolean
  readonly why: string
}

export interface ScoredPath {
  readonly expected: readonly string[]
  readonly actual: readonly string[]
  readonly asExpected: boolean
  /** Expected states that never came, and states that came unexpectedly. */
  readonly missing: readonly string[]
  readonly unexpected: readonly string[]
}

/** What one question of the exercise was answered, by whom, and what it was worth. */
export interface ScoredAnswer {
  readonly inject: string
  readonly by: string
  readonly points: number
  readonly outOf: number
  readonly made: readonly string[]
  readonly notMade: readonly string[]
  readonly scoredBy: 'keywords' | 'facilitator'
}

export interface Score {
  readonly objectives: readonly ScoredObjective[]
  readonly injects: readonly ScoredInject[]
  readonly path: ScoredPath
  readonly answers: readonly ScoredAnswer[]
  readonly metrics: Metrics
}

/**
 * Scores a run. Pure and total: every objective and every inject of the exercise is in it once, whatever the record holds, and the
 * same record always has the same score.
 */
export function scoreRun(exercise: Exercise, record: RunRecord): Score {
  const answers = scoreAnswers(exercise, record)
  const injects = scoreInjects(exercise, record, answers)
  const path = comparePath(exercise.expectedPath, actualPath(record))
  const metrics = measure(exercise, record, { injects, answers, path })
  return {
    objectives: exercise.objectives.map((objective) => scoreObjective(objective, metrics, record.end)),
    injects,
    path,
    answers,
    metrics,
  }
}
