import { assertNever } from '../../src/domain/assert-never.js'
import type { RunEnd } from '../run-record.js'
import type { Objective } from '../schema/objectives.js'
import type { Metrics, ObjectiveStatus, ScoredObjective } from '../score.js'

/**
 * Holds a metric against its target. Times: met within the target, partly when later, not met when it never came to that. Counts
 * of which more is better: partly when there is some of it. Counts of which less is better, the path and the decision are met or
 * not: half a forbidden write is none. A run that failed meets nothing, since what it did not come to cannot be told.
 */
export function scoreObjective(objective: Objective, metrics: Metrics, end: RunEnd): ScoredObjective {
  const held = hold(objective, metrics)
  const { value, target } = held
  const status = end.kind === 'failed' ? 'notMet' : held.status
  const { id, text, metric } = objective
  return { id, text, metric, status, met: status === 'met', value, target }
}

type Held = Pick<ScoredObjective, 'status' | 'value' | 'target'>

function hold(objective: Objective, metrics: Metrics): Held {
  switch (objective.metric) {
    case 'timeToDetect':
    case 'timeToAcknowledge':
    case 'timeToDecide':
    case 'timeToContain':
    case 'timeToRestore': {
      const value = metrics[objective.metric]
      return { value, target: objective.target.ms, status: timeStatus(value, objective.target.ms) }
    }
    case 'approvals':
    case 'injectsMet':
    case 'rubricPoints':
    case 'stepsFound': {
      const value = metrics[objective.metric]
      return { value, target: objective.target, status: gainStatus(value, objective.target) }
    }
    case 'injectsMissed':
    case 'wrongAttempts':
    case 'unauthorisedAttempts':
    case 'attackerCallsAfterBlock':
    case 'persistenceLeft': {
      const value = metrics[objective.metric]
      return { value, target: objective.target, status: value !== null && value <= objective.target ? 'met' : 'notMet' }
    }
    case 'pathAsExpected':
    case 'decision': {
      const value = metrics[objective.metric]
      return { value, target: objective.target, status: value === objective.target ? 'met' : 'notMet' }
    }
    default:
      return assertNever(objective, 'objective')
  }
}

function timeStatus(value: number | null, target: number): ObjectiveStatus {
  if (value === null) return 'notMet'
  return value <= target ? 'met' : 'partly'
}

function gainStatus(value: number, target: number): ObjectiveStatus {
  if (value >= target) return 'met'
  return value > 0 ? 'partly' : 'notMet'
}
