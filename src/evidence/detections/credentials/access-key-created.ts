import type { Act } from '../act.js'
import { doneAbout } from '../identity/done-about.js'
import { isMadeByCaller } from '../identity/made-by-caller.js'
import { targetEntity } from '../identity/target-entity.js'
import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { isRotation } from './key-rotation.js'

/**
 * A long-term key made. Goes back to the second detection of Splunk's cross-account story, which sees IAM users' calls alone: keys
 * made by role sessions and by root count here too, and a key for another user weighs more than one's own, which is how keys are
 * rotated. ATT&CK T1098.001.
 */
export const accessKeyCreated: ActRule = {
  kind: 'acts',
  id: 'iam-access-key-created',
  title: 'Access key created',
  technique: 'T1098.001',
  tactic: 'persistence',
  calls: { iam: 'CreateAccessKey' },
  judge: (act, trail) => {
    const user = targetEntity(act)
    if (act.actor.type === 'root' && user?.isSelf !== false) {
      return { severity: 'high', what: 'access key created for root', why: ['nothing limits what root may do'] }
    }
    const isOwn = user?.isSelf !== false
    const key = act.event.created?.accessKeyId
    const isOnboarding = user !== null && act.event.actor.mfa === true && isMadeByCaller(user.name, act, trail)
    const isRotated = user !== null && isRotation(act, user.name, trail)
    return {
      severity: isOwn || isOnboarding || isRotated ? 'low' : 'medium',
      what: `access key ${key === undefined ? '' : `${key} `}${act.outcome === 'ok' ? 'created' : 'asked'} for ${user?.name ?? 'the caller'}`,
      why: isOwn ? ['one’s own, as in a rotation'] : [forOther(isOnboarding, isRotated)],
      // Keys of many people open doors that were theirs; keys of new users are as many as there are new users.
      subjects: user === null || isRotated || isMadeByCaller(user.name, act, trail) ? [] : [user.name],
    }
  },
  many: [{ atLeast: 4, severity: 'high' }],
}

function forOther(isOnboarding: boolean, isRotated: boolean): string {
  if (isRotated) return 'for another user, by a program that took the old one away, as in a rotation'
  return isOnboarding ? 'the caller made the user, with MFA' : 'for another user'
}

/** A key that was switched off is switched on again. ATT&CK T1098.001. */
export const accessKeyReactivated: ActRule = {
  kind: 'acts',
  id: 'iam-access-key-reactivated',
  title: 'Inactive access key switched on again',
  technique: 'T1098.001',
  tactic: 'persistence',
  calls: { iam: 'UpdateAccessKey' },
  judge: (act, trail) => {
    if (act.request.status !== 'Active') return null
    const user = targetEntity(act)
    const isUndone = isSwitchedOffBySame(act, trail)
    return {
      severity: isUndone ? 'informational' : user?.isSelf === true ? 'low' : 'medium',
      what: `key ${textAt(act.request, 'accessKeyId') ?? ''} of ${user?.name ?? 'a user'} switched on`,
      why: isUndone ? ['the same actor had switched it off'] : [],
    }
  },
}

function isSwitchedOffBySame(act: Act, trail: TrailView): boolean {
  const key = textAt(act.request, 'accessKeyId')
  if (key === undefined) return false
  const [first] = doneAbout(act, key, { calls: 'UpdateAccessKey', parameter: 'accessKeyId' }, trail)
  return first !== undefined && textAt(first.request, 'status') === 'Inactive' && first.mark.atMs <= act.mark.atMs
}

/** Credentials that outlive the access keys: for one service, SSH, or signing. ATT&CK T1098.001. */
export const otherCredentialCreated: ActRule = {
  kind: 'acts',
  id: 'iam-other-credential-created',
  title: 'Service-specific credential, SSH key or certificate added to a user',
  technique: 'T1098.001',
  tactic: 'persistence',
  calls: {
    iam: 'CreateServiceSpecificCredential ResetServiceSpecificCredential UploadSSHPublicKey UploadSigningCertificate',
  },
  judge: (act) => {
    const user = targetEntity(act)
    const isOwn = user?.isSelf !== false
    return {
      severity: isOwn ? 'low' : 'medium',
      what: `${act.name} for ${user?.name ?? 'the caller'}`,
      why: isOwn ? [] : ['for another user'],
    }
  },
}
