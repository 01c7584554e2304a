import { lastSegment } from '../../record/record-values.js'
import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { targetEntity } from './target-entity.js'

/** An inline policy, before AWS had a managed one for it. */
const formerQuarantine = 'AWSExposedCredentialPolicy'

const quarantine = /:aws:policy\/(.*\/)?AWSCompromisedKeyQuarantine/

/**
 * AWS found a key of the user published and attached its quarantine: AWS's own word that the key is compromised, and so against the
 * user, not against whoever the record says attached it. ATT&CK T1552.001, credentials in files.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
export const keyQuarantined: ActRule = {
  kind: 'acts',
  id: 'iam-key-quarantined-by-aws',
  title: 'AWS quarantined a user whose key was published',
  technique: 'T1552.001',
  tactic: 'credential-access',
  calls: { iam: 'AttachUserPolicy PutUserPolicy' },
  alsoServices: true,
  neverRoutine: true,
  judge: (act) => {
    const { accountId } = act.event
    const policy = textAt(act.request, 'policyArn') ?? textAt(act.request, 'policyName') ?? ''
    const user = targetEntity(act)?.name
    if (user === undefined || !(quarantine.test(policy) || policy.startsWith(formerQuarantine))) return null
    return {
      severity: 'high',
      what: `${lastSegment(policy)} put on user ${user}`,
      suspects: accountId === undefined ? [] : [`user:${accountId}:${user.toLowerCase()}`],
    }
  },
}

/** The quarantine taken off again: only after the key was dealt with is that in order. ATT&CK T1562.001. */
export const quarantineRemoved: ActRule = {
  kind: 'acts',
  id: 'iam-key-quarantine-removed',
  title: 'AWS’s quarantine of a compromised key removed',
  technique: 'T1562.001',
  tactic: 'defense-evasion',
  calls: { iam: 'DetachUserPolicy' },
  neverRoutine: true,
  judge: (act) =>
    quarantine.test(textAt(act.request, 'policyArn') ?? '')
      ? { severity: 'high', what: `quarantine removed from user ${targetEntity(act)?.name ?? 'unknown'}` }
      : null,
}
