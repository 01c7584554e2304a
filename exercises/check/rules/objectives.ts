import { showDuration } from '../../duration.js'
import type { Exercise } from '../../exercise-file.js'
import type { AttackStep } from '../../schema/attack.js'
import { type Objective, TALK_METRICS, timeMetricSchema } from '../../schema/objectives.js'
import { pointsOutOf } from '../../score/answers.js'
import { asksPeople } from '../../score/asks-people.js'
import type { Path, Problem } from '../problem.js'

/** Each objective can be met and can be missed: what the exercise never measures shows nothing. */
export function checkObjectives(exercise: Exercise): Problem[] {
  return exercise.objectives.flatMap((objective, index) => {
    const problem = whyUseless(exercise, objective)
    if (problem === null) return []
    const path: Path = ['objectives', index, problem.at]
    return [{ path, what: problem.what, cure: problem.cure }]
  })
}

/** Whether the exercise measures the objective, and can reach it. */
export function isUseful(exercise: Exercise, objective: Objective): boolean {
  return whyUseless(exercise, objective) === null
}

interface Useless {
  readonly at: 'metric' | 'target'
  readonly what: string
  readonly cure: string
}

function whyUseless(exercise: Exercise, objective: Objective): Useless | null {
  const { metric } = objective
  if (exercise.mode === 'discuss' && !TALK_METRICS.has(metric)) {
    const cure = `Use one of ${[...TALK_METRICS].join(', ')}, or set \`mode: rehearse\`.`
    return { at: 'metric', what: `${metric} is not measured in a discussion`, cure }
  }
  if (metric === 'pathAsExpected' && exercise.expectedPath.length === 0) {
    return { at: 'metric', what: 'there is no expectedPath to compare with', cure: 'Add `expectedPath`.' }
  }
  if ((metric === 'attackerCallsAfterBlock' || metric === 'persistenceLeft') && !acts(exercise)) {
    const cure = 'Give the attack a step with `does`, or take the objective out.'
    return { at: 'metric', what: 'nobody attacks in this exercise', cure }
  }
  return tooLong(exercise, objective) ?? tooMuch(exercise, objective)
}

function acts({ attack }: Exercise): boolean {
  return (attack?.steps ?? []).some(({ does }) => does !== null)
}

function tooLong({ limits }: Exercise, { metric, target }: Objective): Useless | null {
  if (!timeMetricSchema.safeParse(metric).success || typeof target !== 'object') return null
  if (target.ms <= limits.maxDuration.ms) return null
  const what = `it is longer than the exercise, which ends at ${showDuration(limits.maxDuration.ms)}`
  return { at: 'target', what, cure: 'Shorten it, or raise limits.maxDuration.' }
}

function tooMuch(exercise: Exercise, { metric, target }: Objective): Useless | null {
  const most = mostOf(exercise, metric)
  if (most === null || typeof target !== 'number' || target <= most) return null
  return { at: 'target', what: `${target} cannot be reached: there are ${most} at most`, cure: `Lower it to ${most}.` }
}

function canBeFoundOut({ hidden, revealedBy }: AttackStep): boolean {
  return hidden && (revealedBy?.asking !== undefined || revealedBy?.evidence !== undefined)
}

function mostOf(exercise: Exercise, metric: Objective['metric']): number | null {
  const { contain } = exercise.world.approvals
  if (metric === 'injectsMet') return exercise.injects.filter(asksPeople).length
  if (metric === 'rubricPoints') return pointsOutOf(exercise)
  if (metric === 'stepsFound') return (exercise.attack?.steps ?? []).filter(canBeFoundOut).length
  return metric === 'approvals' ? new Set([...contain.approvers, ...contain.escalateTo]).size : null
}
