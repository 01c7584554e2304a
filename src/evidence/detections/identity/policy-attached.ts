import type { ActRule } from '../rule.js'
import { grantIn, gravityOf, reasonOf } from './granted-policy.js'
import { targetEntity } from './target-entity.js'

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
    return { severity: gravityOf(grant), what: `${act.name}: ${grant.policy}${to}`, why: reasonOf(grant) }
  },
}
