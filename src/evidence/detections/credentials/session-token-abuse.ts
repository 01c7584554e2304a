import { lastSegment } from '../../record/record-values.js'
import { grantIn } from '../identity/granted-policy.js'
import { policyDocument } from '../policy/policy-document.js'
import { policyPower } from '../policy/policy-power.js'
import { textAt, textsUnder } from '../request-values.js'
import { type ActRule, always } from '../rule.js'

/**
 * Temporary credentials of a user's own. Goes back to the fifth detection of Splunk's cross-account story. With MFA this is how a person
 * signs in to the command line; without it it hides a stolen key behind one that looks short-lived. ATT&CK T1550.001.
 */
export const sessionTokenObtained: ActRule = {
  kind: 'acts',
  id: 'sts-session-token-obtained',
  title: 'Session token obtained with a long-term key',
  technique: 'T1550.001',
  tactic: 'defense-evasion',
  calls: { sts: 'GetSessionToken' },
  judge: (act) => {
    const hasMfa = textAt(act.request, 'serialNumber') !== undefined || act.event.actor.mfa === true
    const isRoot = act.actor.type === 'root'
    return {
      severity: isRoot ? 'high' : hasMfa ? 'informational' : 'low',
      what: `session token of ${act.actor.name}`,
      why: [hasMfa ? 'with MFA' : 'without MFA', ...(isRoot ? ['root has no need of one'] : [])],
      subjects: [act.mark.eventId],
    }
  },
  many: [{ atLeast: 10, severity: 'medium' }],
}

/**
 * A federated session: it stays alive when the key that asked for it is deleted, for up to 36 hours. Hardly anybody uses it otherwise.
 * ATT&CK T1550.001.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export const federationTokenObtained: ActRule = {
  kind: 'acts',
  id: 'sts-federation-token-obtained',
  title: 'Federation token obtained',
  technique: 'T1550.001',
  tactic: 'persistence',
  calls: { sts: 'GetFederationToken' },
  judge: (act, trail) => {
    const inline = policyDocument(act.request.policy)
    const power = inline === null ? (grantIn(act, trail)?.power ?? 'ordinary') : policyPower(inline)
    const isWide = power === 'administrator' || power === 'escalating'
    return {
      severity: isWide ? 'high' : 'medium',
      what: `federation token ${textAt(act.request, 'name') ?? ''} of ${act.actor.name}`,
      why: ['it outlives the key that asked for it', ...(isWide ? ['its session policy takes nothing away'] : [])],
    }
  },
}

/** A console session made out of API credentials. ATT&CK T1550.001. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html */
export const signinTokenObtained: ActRule = {
  kind: 'acts',
  id: 'signin-token-obtained',
  title: 'Console session made out of API credentials',
  technique: 'T1550.001',
  tactic: 'lateral-movement',
  calls: { signin: 'GetSigninToken' },
  judge: ({ actor, event }) => ({
    severity: /^(Mozilla|AWS Internal)/.test(event.userAgent ?? '') ? 'informational' : 'low',
    what: `sign-in token of ${actor.name}`,
  }),
}

/** A member account's root, taken on from the organization. ATT&CK T1078.004. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html */
export const rootAssumed: ActRule = {
  kind: 'acts',
  id: 'sts-root-assumed',
  title: 'Root of a member account assumed',
  technique: 'T1078.004',
  tactic: 'privilege-escalation',
  calls: { sts: 'AssumeRoot' },
  judge: ({ request }) => {
    const task = lastSegment(textsUnder(request, 'taskPolicyArn', 'arn')[0] ?? '')
    return {
      severity:
        task === 'IAMAuditRootUserCredentials' ? 'low' : task === 'IAMDeleteRootUserCredentials' ? 'medium' : 'high',
      what: `root of ${textAt(request, 'targetPrincipal') ?? 'an account'}${task === '' ? '' : ` for ${task}`}`,
      why: /Create|Unlock/.test(task) ? ['it gets past what everybody else is denied'] : [],
    }
  },
}

/**
 * Root of every member account put into the hands of whoever may assume it from the management account: a setting that is made once. ATT&CK
 * T1484. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
 */
export const rootAccessEnabled: ActRule = {
  kind: 'acts',
  id: 'organizations-root-access-enabled',
  title: 'Root of member accounts opened to the organization',
  technique: 'T1484',
  tactic: 'defense-evasion',
  calls: { iam: 'EnableOrganizationsRootSessions EnableOrganizationsRootCredentialsManagement' },
  judge: always('medium', 'whoever may call sts:AssumeRoot is root in every member account'),
}
