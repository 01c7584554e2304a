import type { Plan } from '../../../../src/domain/plan.js'
import type { IncidentReport } from '../../../../src/report/incident-report.js'

/** How people call whom the incident is about: `role ci-deploy`. External text: escape it where it is shown. */
export function targetOf({ principal, plan }: IncidentReport): string {
  if (plan.status === 'known') return targetOfPlan(plan.content)
  const { type, name } = principal
  if (type === 'unresolved' || name === '') return 'somebody not known yet'
  return `${typeWords[type]} ${short(name)}`
}

/** What a plan is about: one session where it touches no more than that. */
export function targetOfPlan(plan: Plan): string {
  const { type, name } = plan.entity
  const whole = `${typeWords[type]} ${short(name)}`
  if (plan.kind === 'restore' || plan.sessionName === null) return whole
  return plan.modes.every((mode) => mode === 'deny-session') ? `session ${short(plan.sessionName)} of ${whole}` : whole
}

/** The name alone, for a button: `ci-deploy`, `session build-17`. */
export function shortName(target: string): string {
  return /^(session .+) of /.exec(target)?.[1] ?? target.split(' ').at(-1) ?? target
}

/** `payments (111122223333)` */
export function accountOf({ principal }: IncidentReport, accountName: string): string {
  return accountName === '' ? principal.accountId : `${short(accountName)} (${principal.accountId})`
}

const typeWords: Record<IncidentReport['principal']['type'], string> = {
  role: 'role',
  user: 'user',
  group: 'group',
  rolesAnywhereProfile: 'Roles Anywhere profile',
  root: 'root user',
  federatedUser: 'federated user',
  service: 'service',
  unresolved: '',
}

/** IAM's own limit of a name is 128 characters; a finding may say anything. */
function short(name: string): string {
  return name.length <= 130 ? name : `${name.slice(0, 80).toWellFormed()}…`
}
