import type { Act } from '../act.js'
import { type ActRule, whatOf } from '../rule.js'

/** Roles tried one after the other, to find one that lets the caller in. ATT&CK T1078.004. */
export const roleAssumptionDenied: ActRule = {
  kind: 'acts',
  id: 'sts-roles-tried',
  title: 'Roles tried that did not let the caller in',
  technique: 'T1078.004',
  tactic: 'privilege-escalation',
  calls: { sts: 'AssumeRole' },
  judge: (act) => (act.outcome === 'ok' ? null : { severity: 'low', what: roleTried(act) ?? whatOf(act) }),
  many: [
    { atLeast: 5, severity: 'medium' },
    { atLeast: 10, severity: 'high' },
  ],
}

/** A record of a denied call has no parameters: the role stands in the message alone. */
function roleTried({ event }: Act): string | null {
  const role = event.target?.arn ?? /on resource: (arn:[^\s]+)/.exec(event.errorMessage ?? '')?.[1]
  return role === undefined ? null : `role ${role}`
}
