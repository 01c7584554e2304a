import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { grantIn, gravityOf, reasonOf } from './granted-policy.js'

/**
 * A new version of a customer's policy, or another version made the default: whoever holds the policy gains at once. ATT&CK T1098.003.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export const policyVersionChanged: ActRule = {
  kind: 'acts',
  id: 'iam-policy-version-changed',
  title: 'Content of a managed policy changed',
  technique: 'T1098.003',
  tactic: 'privilege-escalation',
  calls: { iam: 'CreatePolicyVersion SetDefaultPolicyVersion' },
  judge: (act, trail) => {
    const policy = textAt(act.request, 'policyArn') ?? 'a policy'
    if (act.name === 'SetDefaultPolicyVersion') {
      const version = textAt(act.request, 'versionId') ?? ''
      return {
        severity: 'medium',
        what: `default version of ${policy} set to ${version}`,
        why: ['an older version may allow more'],
      }
    }
    const grant = grantIn(act, trail)
    return grant && { severity: gravityOf(grant), what: `new version of ${policy}`, why: reasonOf(grant) }
  },
}
