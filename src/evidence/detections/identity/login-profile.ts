import { isTrueAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import { isMadeByCaller } from './made-by-caller.js'
import { isTakenUpByOwner } from './taken-up-by-owner.js'
import { targetEntity } from './target-entity.js'

/**
 * A console password given to a user that had none: an attacker with keys alone gets into the console so. Ordinary where the same
 * actor has just made the user. ATT&CK T1098.001.
 */
export const loginProfileCreated: ActRule = {
  kind: 'acts',
  id: 'iam-login-profile-created',
  title: 'Console password created for a user',
  technique: 'T1098.001',
  tactic: 'persistence',
  calls: { iam: 'CreateLoginProfile' },
  judge: (act, trail) => {
    const target = targetEntity(act)
    const user = target?.name ?? 'the caller'
    const isNewUser = isMadeByCaller(user, act, trail)
    const why = isNewUser ? ['the user was made by the same actor'] : ['the user was there before, and had no password']
    return { severity: isNewUser ? 'low' : 'medium', what: `console password created for ${user}`, why }
  },
}

/** Another user's password set: the account is the attacker's from then on. One's own is changed by ChangePassword. ATT&CK T1098. */
export const loginProfileUpdated: ActRule = {
  kind: 'acts',
  id: 'iam-login-profile-updated',
  title: 'Console password of a user reset',
  technique: 'T1098',
  tactic: 'privilege-escalation',
  calls: { iam: 'UpdateLoginProfile' },
  judge: (act, trail) => {
    const target = targetEntity(act)
    const isSelf = target?.isSelf === true
    const isForOneUse = isTrueAt(act.request, 'passwordResetRequired')
    const isHelp = isForOneUse && isTakenUpByOwner(act, target?.name ?? '', 'ChangePassword', trail)
    return {
      severity: isSelf || isHelp ? 'low' : isForOneUse ? 'medium' : 'high',
      what: `console password of ${target?.name ?? 'a user'} reset`,
      why: [
        ...(isSelf ? [] : ['the password is another user’s']),
        ...(isForOneUse ? ['the user must choose a new one, as after a call to the help desk'] : []),
        ...(isHelp ? ['and chose it, from where it called before'] : []),
      ],
    }
  },
}
