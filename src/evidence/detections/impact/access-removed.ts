import { actorKey } from '../../record/actor-key.js'
import type { Act } from '../act.js'
import { doneAbout } from '../identity/done-about.js'
import { isMadeByCaller } from '../identity/made-by-caller.js'
import { targetEntity } from '../identity/target-entity.js'
import { policyDocument } from '../policy/policy-document.js'
import { isTrueAt, textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'
import type { TrailView } from '../trail-view.js'

/**
 * The rightful users shut out: passwords, keys, groups and rights taken from others, or everything denied to them. Of one person it
 * is what is done when somebody leaves, and of keys alone what tidies up; of several within two days it is what an intruder does who
 * wants to be left alone. ATT&CK T1531. Keys alone, users that the caller made itself, and the caller itself count for nothing.
 * https://attack.mitre.org/techniques/T1531/
 */
export const accessRemoved: ActRule = {
  kind: 'acts',
  id: 'iam-access-of-others-removed',
  title: 'Access of other users taken away',
  technique: 'T1531',
  tactic: 'impact',
  calls: {
    iam:
      'DeleteLoginProfile DeleteUser DeleteAccessKey UpdateAccessKey RemoveUserFromGroup DetachUserPolicy DeleteUserPolicy ' +
      'PutUserPolicy AttachUserPolicy',
    identitystore: 'DeleteUser DeleteGroupMembership',
    'sso-directory': 'DeleteUser DisableUser RemoveMemberFromGroup',
    sso: 'DeleteAccountAssignment',
  },
  judge: (act, trail) => {
    if (!takesAway(act) || isTakenBack(act, trail)) return null
    const target = targetEntity(act)
    const name = target?.name ?? textAt(act.request, 'userId') ?? textAt(act.request, 'principalId')
    if (name === undefined || target?.isSelf === true || isMadeByCaller(name, act, trail)) return null
    const isKey = /AccessKey$/.test(act.name)
    return {
      severity: 'low',
      what: `${act.name} of ${name}`,
      subjects: isKey || isContainment(act, trail) ? [] : [name.toLowerCase()],
      why: isAtWork(act, name, trail) ? ['somebody of them was at work that day'] : [],
    }
  },
  many: [{ atLeast: 3, severity: 'medium' }],
}

function takesAway({ name, request }: Act): boolean {
  if (name === 'UpdateAccessKey') return textAt(request, 'status') === 'Inactive'
  if (name === 'AttachUserPolicy') return /:policy\/AWSDenyAll$/.test(textAt(request, 'policyArn') ?? '')
  if (name !== 'PutUserPolicy') return true
  const statements = policyDocument(request.policyDocument) ?? []
  return statements.some(
    ({ isAllow, actions, conditionKeys }) => !isAllow && actions.includes('*') && conditionKeys.length === 0,
  )
}

/** A policy that the same actor had put on the user itself: a denial taken off again gives back. */
function isTakenBack(act: Act, trail: TrailView): boolean {
  if (act.name !== 'DeleteUserPolicy') return false
  const put = doneAbout(
    act,
    textAt(act.request, 'userName') ?? '',
    { calls: 'PutUserPolicy', parameter: 'userName' },
    trail,
  )
  const name = textAt(act.request, 'policyName')
  return put.some(({ request, mark }) => mark.atMs <= act.mark.atMs && textAt(request, 'policyName') === name)
}

/**
 * The same of people who were at work that day: nobody of them has left, so nobody tidies up. Two may be a mistake, more are shut out by
 * somebody who wants to be left alone. A password that another one sets shuts out, too, unless it is for one use; keys that are switched
 * off, and denials, are how a compromised user is contained. ATT&CK T1531.
 */
export const activeUsersShutOut: ActRule = {
  kind: 'acts',
  id: 'iam-users-at-work-shut-out',
  title: 'Users shut out in the middle of their work',
  technique: 'T1531',
  tactic: 'impact',
  calls: { iam: 'DeleteLoginProfile DeleteUser UpdateLoginProfile' },
  judge: (act, trail) => {
    const target = targetEntity(act)
    const isForOneUse = isTrueAt(act.request, 'passwordResetRequired')
    if (target === null || target.isSelf || isForOneUse || !isAtWork(act, target.name, trail)) return null
    return { severity: 'low', what: `${act.name} of ${target.name}`, subjects: [target.name.toLowerCase()] }
  },
  many: [
    { atLeast: 2, severity: 'medium' },
    { atLeast: 3, severity: 'high' },
  ],
}

/**
 * Everything denied to somebody, by a role that works from one address alone and takes nothing away that cannot be given back: how a
 * compromised user is contained. Whoever wants to be left alone takes passwords and users, too, or holds a stolen key.
 */
function isContainment({ name, actor }: Act, trail: TrailView): boolean {
  if (actor.type !== 'role' || (name !== 'PutUserPolicy' && name !== 'AttachUserPolicy')) return false
  if ((trail.actorFacts(actor.key)?.byIp.size ?? 0) !== 1) return false
  const lasting = trail.actsNamedBy(
    actor.key,
    'iam',
    'DeleteLoginProfile DeleteUser DeleteAccessKey RemoveUserFromGroup',
  )
  return !lasting.some(({ outcome }) => outcome === 'ok')
}

/** Whoever called within a day before it has not left. */
function isAtWork({ actor, mark }: Act, user: string, trail: TrailView): boolean {
  const seen = trail.actorFacts(actorKey({ type: 'user', accountId: actor.accountId, name: user }))
  return seen !== null && seen.firstSeenMs <= mark.atMs && seen.lastSeenMs >= mark.atMs - dayMs
}

const dayMs = 86_400_000
