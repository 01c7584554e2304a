import type { Exercise } from '../../exercises/exercise-file.js'
import type { ExerciseApprovals } from '../../exercises/schema/world.js'
import { liveTiming } from '../../playbooks/stages/timing.js'
import type { Timing } from '../../src/domain/incident-context.js'
import type { EffectRules } from '../../workers/worker-tools.js'

type Question = ExerciseApprovals['contain']

/** The waits of an exercise's incidents: the product's own, with the time that people have as the file gives it. */
export function timingOf({ world: { approvals } }: Exercise): Timing {
  const { contain, restore } = liveTiming.questions
  const questions = { contain: questionOf(approvals.contain, contain), restore: questionOf(approvals.restore, restore) }
  return { ...liveTiming, questions }
}

function questionOf({ expires, escalateTo }: Question, usual: Timing['questions']['contain']) {
  const expiryMs = expires?.ms ?? usual.expiryMs
  return { expiryMs, escalationMs: escalateTo.length > 0 ? expiryMs : null }
}

/** How many approve, and who could. */
export function approvalCounts({ world: { approvals } }: Exercise): EffectRules['approval'] {
  return { contain: countsOf(approvals.contain), restore: countsOf(approvals.restore) }
}

function countsOf({ quorum, approvers }: Question): EffectRules['approval']['contain'] {
  const names = [...new Set(approvers)]
  return { quorum, approvers: names.length, names }
}
