import type { ApprovalRules } from '../../src/incidents/authority.js'
import type { Identified } from './slack-people.js'

/**
 * The rules as they hold for somebody who acts now. Whoever is barred has no role in them, so that the use case refuses the act,
 * as it does for every stranger, and its record says whom.
 */
export function rulesFor({ name, rules, barred }: Identified): ApprovalRules {
  return barred === null ? rules : without(rules, name)
}

function without(rules: ApprovalRules, name: string): ApprovalRules {
  const drop = (names: readonly string[] = []) => names.filter((each) => each !== name)
  const question = (of: ApprovalRules['contain']) => ({
    ...of,
    approvers: drop(of.approvers),
    escalateTo: drop(of.escalateTo),
  })
  return {
    ...rules,
    contain: question(rules.contain),
    restore: question(rules.restore),
    operators: drop(rules.operators),
    viewers: drop(rules.viewers),
  }
}
