import { actorKey } from '../../record/actor-key.js'
import type { Act } from '../act.js'
import { isSame, targetEntity } from '../identity/target-entity.js'
import { policyDocument } from '../policy/policy-document.js'
import { textAt } from '../request-values.js'
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
    if (!takesAway(act)) return null
    const target = targetEntity(act)
    const name = target?.name ?? textAt(act.request, 'userId') ?? textAt(act.request, 'principalId')
    if (name === undefined || target?.isSelf === true || isMadeByCaller(name, act, trail)) return null
    const isKey = /AccessKey$/.test(act.name)
    return {
      severity: 'low',
      what: `${act.name} of ${name}`,
      subjects: isKey ? [] : [name.toLowerCase()],
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

function isMadeByCaller(user: string, { actor }: Act, trail: TrailView): boolean {
  const made = trail.actsNamedBy(actor.key, 'iam', 'CreateUser')
  return made.some(({ request, outcome }) => outcome === 'ok' && isSame(textAt(request, 'userName') ?? '', user))
}

/** Whoever called within a day before it has not left. */
function isAtWork({ actor, mark }: Act, user: string, trail: TrailView): boolean {
  const seen = trail.actorFacts(actorKey({ type: 'user', accountId: actor.accountId, name: user }))
  return seen !== null && seen.firstSeenMs <= mark.atMs && seen.lastSeenMs >= mark.atMs - dayMs
}

const dayMs = 86_400_000
