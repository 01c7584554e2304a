import type { Act } from '../act.js'
import { policyDocument } from '../policy/policy-document.js'
import { textAt } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { grantIn, reasonOf } from './granted-policy.js'
import { isSame, targetEntity } from './target-entity.js'

/**
 * A principal that gives itself rights: puts or attaches a policy to itself, joins a group, lets itself into a role, takes off its own
 * boundary. An administrator has no need to. ATT&CK T1098.003.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const selfEscalation: ActRule = {
  kind: 'acts',
  id: 'iam-self-escalation',
  title: 'Principal gave itself rights',
  technique: 'T1098.003',
  tactic: 'privilege-escalation',
  calls: {
    iam:
      'AttachUserPolicy AttachRolePolicy PutUserPolicy PutRolePolicy AddUserToGroup UpdateAssumeRolePolicy ' +
      'AttachGroupPolicy PutGroupPolicy DeleteUserPermissionsBoundary DeleteRolePermissionsBoundary ' +
      'PutUserPermissionsBoundary PutRolePermissionsBoundary DetachUserPolicy DetachRolePolicy DeleteUserPolicy ' +
      'DeleteRolePolicy',
  },
  neverRoutine: true,
  judge: (act, trail) => (isOnItself(act, trail) ? judge(act, trail) : letsItselfIn(act)),
}

function judge(act: Act, trail: TrailView): Judgement | null {
  const target = targetEntity(act)
  const what = `${act.name} on itself: ${textAt(act.request, 'policyArn') ?? textAt(act.request, 'policyName') ?? textAt(act.request, 'groupName') ?? target?.name ?? ''}`
  if (/PermissionsBoundary$/.test(act.name)) return { severity: 'high', what, why: ['its own boundary was changed'] }
  if (/^(Detach|Delete)/.test(act.name)) return withoutDenial(act, what)
  if (act.name === 'AddUserToGroup') return { severity: 'medium', what, why: ['it has what the group has'] }
  if (act.name === 'UpdateAssumeRolePolicy') return letsItselfIn(act)
  const grant = grantIn(act, trail)
  if (grant === null) return null
  const severities = {
    administrator: 'critical',
    escalating: 'high',
    wide: 'high',
    ordinary: 'medium',
    nothing: 'low',
  } as const
  const severity: Severity = severities[grant.power]
  return { severity, what, why: ['it gave itself what it did not have', ...reasonOf(grant)] }
}

/** Rights are gained by taking off what denies; of other policies it can only lose them. */
function withoutDenial(act: Act, what: string): Judgement | null {
  const policy = textAt(act.request, 'policyArn') ?? textAt(act.request, 'policyName') ?? ''
  return /deny|quarantine|revoke|block|restrict/i.test(policy)
    ? { severity: 'high', what, why: ['what denied is gone'] }
    : null
}

function isOnItself(act: Act, trail: TrailView): boolean {
  const target = targetEntity(act)
  if (target === null) return false
  return target.isSelf || (target.type === 'group' && isInGroup(act, target.name, trail))
}

/** Known only where the log shows how it joined. */
function isInGroup({ actor }: Act, group: string, trail: TrailView): boolean {
  return trail
    .actsNamed('iam', 'AddUserToGroup')
    .some(
      ({ request, outcome }) =>
        outcome === 'ok' &&
        actor.type === 'user' &&
        isSame(textAt(request, 'groupName') ?? '', group) &&
        isSame(textAt(request, 'userName') ?? '', actor.name),
    )
}

function letsItselfIn(act: Act): Judgement | null {
  if (act.name !== 'UpdateAssumeRolePolicy') return null
  const role = textAt(act.request, 'roleName') ?? 'a role'
  const allowed = (policyDocument(act.request.policyDocument) ?? []).filter(({ isAllow }) => isAllow)
  const { arn, uniqueId } = act.actor
  const ids = new Set([arn, uniqueId ?? '', act.event.actor.arn ?? ''].filter((id) => id !== ''))
  const isNamed = allowed.some(({ principals }) => principals.some(({ id }) => ids.has(id)))
  return isNamed
    ? { severity: 'high', what: `let itself into role ${role}`, why: ['the trust policy names the caller'] }
    : null
}
