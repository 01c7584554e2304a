import type { Act } from '../act.js'
import type { ActRule } from '../rule.js'
import { whatOf } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { doneAbout } from './done-about.js'
import { isTakenUpByOwner } from './taken-up-by-owner.js'
import { targetEntity } from './target-entity.js'

/** MFA taken off. One's own is what a lost telephone asks for; another's is an attacker's way in. ATT&CK T1556.006. */
export const mfaRemoved: ActRule = {
  kind: 'acts',
  id: 'iam-mfa-removed',
  title: 'MFA device deactivated',
  technique: 'T1556.006',
  tactic: 'defense-evasion',
  calls: { iam: 'DeactivateMFADevice', 'sso-directory': 'DeleteMfaDeviceForUser' },
  judge: (act, trail) => {
    const target = targetEntity(act)
    const isSelf = target?.isSelf === true
    const isHelp = target !== null && isTakenUpByOwner(act, target.name, 'EnableMFADevice', trail)
    const isGone = target !== null && isDeletedBySame(act, target.name, trail)
    return {
      severity: isSelf || isHelp || isGone ? 'low' : 'medium',
      what: `MFA of ${target?.name ?? 'a user'} deactivated`,
      why: isSelf
        ? []
        : [
            'the device is another user’s',
            ...(isHelp ? ['who has a new one, from where it called before'] : []),
            ...(isGone ? ['who was deleted then'] : []),
          ],
    }
  },
}

/** Of whoever leaves everything is taken: nobody can sign in as a user that is gone. */
function isDeletedBySame(act: Act, user: string, trail: TrailView): boolean {
  const deleted = doneAbout(act, user, { calls: 'DeleteUser', parameter: 'userName' }, trail)
  return deleted.some(({ mark }) => mark.atMs >= act.mark.atMs && mark.atMs - act.mark.atMs <= dayMs)
}

const dayMs = 86_400_000

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
