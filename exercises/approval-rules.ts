import type { ApprovalRules } from '../src/incidents/authority.js'
import type { ExerciseApprovals } from './schema/world.js'

/** Who may do what in an exercise, as the product has it: people act under the ids of their roles. */
export function approvalRulesOf({ contain, restore, operators, viewers }: ExerciseApprovals): ApprovalRules {
  return { contain: ruleOf(contain), restore: ruleOf(restore), operators, viewers }
}

function ruleOf({ approvers, quorum, escalateTo }: ExerciseApprovals['contain']) {
  return { approvers, quorum, escalateTo }
}
