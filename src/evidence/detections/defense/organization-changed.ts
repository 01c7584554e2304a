import { type ActRule, whatOf } from '../rule.js'

const leaving = /^(LeaveOrganization|RemoveAccountFromOrganization|AcceptHandshake|DeleteOrganization|CloseAccount)$/

/**
 * An account taken out of its organization, or the organization's limits taken off it. ATT&CK T1562.001 for both: service control
 * policies and trails of the organization no longer apply.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html
 */
export const organizationChanged: ActRule = {
  kind: 'acts',
  id: 'organizations-guardrails-removed',
  title: 'Account leaves its organization, or its limits are lifted',
  technique: 'T1562.001',
  tactic: 'defense-evasion',
  calls: {
    organizations:
      'LeaveOrganization RemoveAccountFromOrganization AcceptHandshake DeleteOrganization CloseAccount DetachPolicy ' +
      'DisablePolicyType DeletePolicy UpdatePolicy DisableAWSServiceAccess RegisterDelegatedAdministrator MoveAccount ' +
      'InviteAccountToOrganization PutResourcePolicy',
  },
  judge: (act) => ({ severity: leaving.test(act.name) ? 'high' : 'medium', what: whatOf(act) }),
}

/** A region switched on that was off: nobody watches where nobody works. ATT&CK T1535. */
export const regionEnabled: ActRule = {
  kind: 'acts',
  id: 'account-region-enabled',
  title: 'Region switched on, or root’s contact changed',
  technique: 'T1535',
  tactic: 'defense-evasion',
  calls: { account: 'EnableRegion DisableRegion PutAlternateContact StartPrimaryEmailUpdate AcceptPrimaryEmailUpdate' },
  judge: (act) => ({ severity: /PrimaryEmail/.test(act.name) ? 'high' : 'low', what: whatOf(act) }),
}
