import type { ActRule } from '../rule.js'
import { whatOf } from '../rule.js'
import { targetEntity } from './target-entity.js'

/** MFA taken off. One's own is what a lost telephone asks for; another's is an attacker's way in. ATT&CK T1556.006. */
export const mfaRemoved: ActRule = {
  kind: 'acts',
  id: 'iam-mfa-removed',
  title: 'MFA device deactivated',
  technique: 'T1556.006',
  tactic: 'defense-evasion',
  calls: { iam: 'DeactivateMFADevice', 'sso-directory': 'DeleteMfaDeviceForUser' },
  judge: (act) => {
    const target = targetEntity(act)
    return {
      severity: target?.isSelf === true ? 'low' : 'medium',
      what: `MFA of ${target?.name ?? 'a user'} deactivated`,
      why: target?.isSelf === true ? [] : ['the device is another user’s'],
    }
  },
}

/** Rules for passwords, or for MFA in Identity Center, loosened. ATT&CK T1556. */
export const passwordPolicyChanged: ActRule = {
  kind: 'acts',
  id: 'iam-password-policy-changed',
  title: 'Account-wide sign-in rules changed',
  technique: 'T1556',
  tactic: 'defense-evasion',
  calls: {
    iam: 'DeleteAccountPasswordPolicy UpdateAccountPasswordPolicy SetSecurityTokenServicePreferences',
    sso: 'PutMfaDeviceManagementForDirectory UpdateSsoConfiguration',
  },
  judge: (act) => ({ severity: act.name.startsWith('Delete') ? 'medium' : 'low', what: whatOf(act) }),
}
