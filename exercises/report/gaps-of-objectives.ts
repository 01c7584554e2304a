import type { Metric } from '../schema/objectives.js'
import type { ScoredObjective } from '../score.js'
import type { GapCause } from './after-action-schema.js'
import { evidenceFor } from './evidence-for.js'
import type { Looked } from './gaps-of-run.js'
import { metricLabels, unitOf } from './metric-words.js'
import type { FoundGap } from './plan-improvement.js'
import { showMeasured } from './show-measured.js'

/** Which gaps say in detail why an objective was not met: with one of those, the objective says nothing more. */
const saidBy: Partial<Record<Metric, readonly GapCause[]>> = {
  injectsMet: ['inject'],
  injectsMissed: ['inject'],
  rubricPoints: ['inject', 'answer'],
  stepsFound: ['unseen'],
  wrongAttempts: ['wrongAttempt'],
  unauthorisedAttempts: ['unauthorised'],
  attackerCallsAfterBlock: ['attackerCalls'],
  persistenceLeft: ['persistence'],
  pathAsExpected: ['path'],
}

/** Objectives that were not met, where no other gap says why already. */
export function objectiveGaps(looked: Looked, said: ReadonlySet<GapCause>): FoundGap[] {
  return looked.score.objectives.flatMap((objective) => {
    const { metric, status, text, value, target } = objective
    if (status === 'met' || (saidBy[metric] ?? []).some((cause) => said.has(cause))) return []
    const unit = unitOf(metric)
    const how = status === 'partly' ? 'met in part' : 'not met'
    const held = `${metricLabels[metric].toLowerCase()} ${showMeasured(value, unit)}, target ${showMeasured(target, unit)}`
    return [
      {
        cause: 'objective' as const,
        text: `Objective ${how}: ${text} (${held}).`,
        evidence: evidenceFor(metric, looked),
        action: actionFor(objective, showMeasured(target, unit)),
      },
    ]
  })
}

function actionFor({ metric, value }: ScoredObjective, target: string): string {
  switch (metric) {
    case 'timeToDetect':
      return `Look why the finding took so long to come, and bring detection to ${target} or less: which source could have told earlier?`
    case 'timeToAcknowledge':
      return `Look at how people are alerted, on call and by deputies, so that somebody looks at a finding within ${target}.`
    case 'timeToDecide':
      return `Agree beforehand on what an approver has to know to decide about a block, so that it takes ${target} at most.`
    case 'timeToContain':
      return value === null
        ? 'Find out what kept the block from being proven, and rehearse it until it is contained.'
        : `Find the longest wait between the finding and the proof of the block, and shorten it to ${target} in all.`
    case 'timeToRestore':
      return `Agree on who may ask for a restore and who approves it, so that access is back within ${target}.`
    case 'approvals':
      return 'See to it that enough approvers are on duty at every hour: a person more in the circle, or a smaller quorum.'
    case 'decision':
      return value === null
        ? 'Find out why nobody decided about the block, and name who decides when the others do not.'
        : `Go through the evidence with whoever decided: it called for "${target}". What was on the card that spoke against it?`
    case 'attackerCallsAfterBlock':
      return 'There never was a block in force: find out what kept it from being written.'
    default:
      return `Repeat this exercise when the team was briefed; the target for "${metricLabels[metric].toLowerCase()}" is ${target}.`
  }
}
