import type { Act } from '../act.js'
import type { DetectionOptions } from '../detections-of.js'
import { targetEntity } from '../identity/target-entity.js'
import { textAt } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import type { TrailView } from '../trail-view.js'

const removals =
  'DeleteRolePolicy DeleteUserPolicy DeleteGroupPolicy DetachRolePolicy DetachUserPolicy DetachGroupPolicy'
const rewrites = 'PutRolePolicy PutUserPolicy PutGroupPolicy'
const ways =
  'CreateAccessKey UpdateAccessKey CreateLoginProfile UpdateLoginProfile CreateServiceSpecificCredential UpdateAssumeRolePolicy ' +
  'AttachRolePolicy AttachUserPolicy AddUserToGroup RemoveUserFromGroup CreateUser CreateRole DeletePolicy CreatePolicyVersion ' +
  'DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary UploadSSHPublicKey UploadSigningCertificate'

/** The names of policies that deny everything: ours, and AWS's own. */
const blocking = /(^|\/)(DenyAll|AWSDenyAll|AWSRevokeOlderSessions|AWSCompromisedKeyQuarantine)/i

/**
 * What is done against a block once it is in place: the policy taken off or written over by anybody; or new ways in, and the trail
 * stopped, by whom it is on. A small sign for the evidence; whether the block holds is decided by reading IAM back.
 * ATT&CK T1562.001.
 */
export function postBlockRule(blockedAt: string, { blockedActorKeys = [] }: DetectionOptions): ActRule {
  const fromMs = Date.parse(blockedAt)
  const blocked = new Set(blockedActorKeys)
  const obtained = new WeakMap<TrailView, ReadonlySet<string>>()
  const keysIn = (trail: TrailView) => {
    const known = obtained.get(trail) ?? keysOf(blocked, trail)
    obtained.set(trail, known)
    return known
  }
  return {
    kind: 'acts',
    id: 'block-tampered-with',
    title: 'Acts against the block',
    technique: 'T1562.001',
    tactic: 'defense-evasion',
    calls: {
      iam: `${removals} ${rewrites} ${ways}`,
      cloudtrail: 'StopLogging DeleteTrail PutEventSelectors',
      sts: 'AssumeRole GetFederationToken GetSessionToken',
      rolesanywhere: 'CreateTrustAnchor CreateProfile',
    },
    neverRoutine: true,
    judge: (act, trail) =>
      act.mark.atMs >= fromMs
        ? judge(act, blocked.has(act.actor.key) || keysIn(trail).has(act.event.actor.accessKeyId ?? ''))
        : null,
  }
}

function judge(act: Act, isBlocked: boolean): Judgement | null {
  const policy = textAt(act.request, 'policyName') ?? textAt(act.request, 'policyArn') ?? ''
  const isRemoval = removals.split(' ').includes(act.name)
  const target = targetEntity(act)?.name ?? act.event.target?.name ?? ''
  if (isRemoval && blocking.test(policy)) {
    return { severity: 'critical', what: `${act.name} ${policy} of ${target}`, why: ['the policy that blocks is gone'] }
  }
  if (rewrites.split(' ').includes(act.name) && blocking.test(policy) && !isDenyAll(act)) {
    return {
      severity: 'critical',
      what: `${act.name} ${policy} of ${target}`,
      why: ['the policy that blocks was written over'],
    }
  }
  if (!isBlocked) return null
  return { severity: 'high', what: `${act.name} ${target}`.trim(), why: ['by whom the block is on'] }
}

/** The block itself is such a write. */
function isDenyAll({ request }: Act): boolean {
  const document = textAt(request, 'policyDocument') ?? ''
  return /"Effect"\s*:\s*"Deny"/i.test(document) && !/"Effect"\s*:\s*"Allow"/i.test(document)
}

/** Credentials that the blocked obtained: whoever acts with them is taken for the blocked. */
function keysOf(blocked: ReadonlySet<string>, { facts }: TrailView): ReadonlySet<string> {
  const keys = new Set<string>()
  facts.scope.mints.forEach(({ actorKey, accessKeyId }) => {
    if (blocked.has(actorKey) && accessKeyId !== '') keys.add(accessKeyId)
  })
  return keys
}
