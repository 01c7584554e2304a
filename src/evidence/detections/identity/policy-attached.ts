import type { Act } from '../act.js'
import type { ActRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { type Grant, grantIn, gravityOf, reasonOf } from './granted-policy.js'
import { isOwnServiceRole } from './service-role.js'
import { type TargetEntity, targetEntity } from './target-entity.js'

/**
 * A policy attached to a role, user or group, or put on it. Goes back to the first detection of Splunk's cross-account story,
 * which searches for the words "attach policy": here it is the calls by name, whose success counts, with who gains told apart
 * from who called, and with what the policy allows. ATT&CK T1098.003, additional cloud roles.
 */
export const policyAttached: ActRule = {
  kind: 'acts',
  id: 'iam-policy-attached',
  title: 'Policy attached to a role, user or group',
  technique: 'T1098.003',
  tactic: 'privilege-escalation',
  calls: {
    iam: 'AttachRolePolicy AttachUserPolicy AttachGroupPolicy PutRolePolicy PutUserPolicy PutGroupPolicy',
    sso: 'AttachManagedPolicyToPermissionSet PutInlinePolicyToPermissionSet AttachCustomerManagedPolicyReferenceToPermissionSet',
  },
  judge: (act, trail) => {
    const grant = grantIn(act, trail)
    if (grant === null) return null
    const target = targetEntity(act)
    const to = target === null ? '' : ` to ${target.type} ${target.name}`
    const what = `${act.name}: ${grant.policy}${to}`
    if (isRollout(act, grant, target, trail)) {
      return { severity: 'low', what, why: [...reasonOf(grant), 'to a role that the caller made for a service'] }
    }
    return { severity: gravityOf(grant), what, why: reasonOf(grant) }
  },
}

/** Whole services are what machines of one’s own are given; nearly all services at once are not. */
function isRollout(act: Act, { power, policy }: Grant, target: TargetEntity | null, trail: TrailView): boolean {
  if (power !== 'wide' || policy.endsWith('/PowerUserAccess') || target?.type !== 'role') return false
  return isOwnServiceRole(target.name, act, trail)
}
