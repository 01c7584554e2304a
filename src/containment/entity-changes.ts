import type { ContainPlan } from '../domain/plan.js'
import type { TamperingAct } from '../domain/verdict.js'
import { isQuarantine } from './other-denials.js'
import { samePolicy } from './policy-text.js'
import type { PreImage } from './pre-image.js'
import { profileChanges } from './profile-changes.js'

/**
 * What IAM's own answers show of acts against a block: trust, boundary, attached policies, groups, members, keys and console
 * password, compared with the pre-image. The same change is the same act at every look: nobody is named, and no time, since
 * IAM tells neither. Our own writes are none. Whether they stand is not asked here, and other inline policies and tags are
 * drift, not acts.
 */
export function changesSince(preImage: PreImage, now: PreImage | null, plan: ContainPlan): TamperingAct[] {
  const { type, name, uniqueId } = plan.entity
  if (now === null) return [act(`${type} ${name} is gone`)]
  if (now.entity.uniqueId !== uniqueId)
    return [act(`${type} ${name} was replaced: ${now.entity.uniqueId} is there now`)]
  return [
    ...(isSameTrust(preImage, now) ? [] : ['trust policy changed']),
    ...boundaryChange(preImage, now),
    ...attachments(preImage, now, plan),
    ...lists('group', preImage.groups, now.groups, { came: 'joined', went: 'left' }),
    ...members(preImage, now),
    ...keys(preImage, now, plan),
    ...profileChanges(preImage, now, plan),
    ...(preImage.consoleAccess === false && now.consoleAccess === true ? ['console password created'] : []),
  ].map(act)
}

function act(what: string): TamperingAct {
  return { what, by: null, at: null }
}

function isSameTrust({ trustPolicy: before }: PreImage, { trustPolicy: now }: PreImage): boolean {
  return before === now || (before !== null && now !== null && samePolicy(before, now))
}

function boundaryChange({ permissionsBoundaryArn: before }: PreImage, { permissionsBoundaryArn: now }: PreImage) {
  if (before === now) return []
  if (now === null) return [`permissions boundary ${before} removed`]
  return [`permissions boundary set to ${now}`]
}

/** The managed policy that the plan attaches is ours: where it is gone, the look at our own writes says so. */
function attachments(preImage: PreImage, now: PreImage, { writes }: ContainPlan): string[] {
  const ours = writes.flatMap((write) => (write.kind === 'attachPolicy' ? [write.policyArn] : []))
  const before = preImage.attachedPolicies.filter((arn) => !ours.includes(arn))
  const after = now.attachedPolicies.filter((arn) => !ours.includes(arn))
  // AWS attaches its quarantine to a user whose key it finds published: that is no act against a block.
  const expected = after.filter((arn) => before.includes(arn) || !isQuarantine(arn))
  return lists('policy', before, expected, { came: 'attached', went: 'detached' })
}

function members(preImage: PreImage, now: PreImage): string[] {
  const ids = (image: PreImage) => image.members?.map(({ name, uniqueId }) => `${name} (${uniqueId})`) ?? null
  return lists('member', ids(preImage), ids(now), { came: 'joined the group', went: 'left the group' })
}

/** Keys that the plan turns off are looked at with our other writes. */
function keys(preImage: PreImage, now: PreImage, { writes }: ContainPlan): string[] {
  if (preImage.accessKeys === null || now.accessKeys === null) return []
  const before = new Map(preImage.accessKeys.map(({ accessKeyId, status }) => [accessKeyId, status]))
  const ours = new Set(writes.flatMap((write) => (write.kind === 'setKeyStatus' ? [write.accessKeyId] : [])))
  return now.accessKeys.flatMap(({ accessKeyId, status }) => {
    const was = before.get(accessKeyId)
    if (was === undefined) return [`access key ${accessKeyId} created`]
    const isBack = status === 'Active' && was !== 'Active' && !ours.has(accessKeyId)
    return isBack ? [`access key ${accessKeyId} activated`] : []
  })
}

/** Nothing where either side could not be read. */
function lists(
  noun: string,
  before: readonly string[] | null,
  now: readonly string[] | null,
  words: { readonly came: string; readonly went: string },
): string[] {
  if (before === null || now === null) return []
  return [
    ...now.filter((one) => !before.includes(one)).map((one) => `${noun} ${one} ${words.came}`),
    ...before.filter((one) => !now.includes(one)).map((one) => `${noun} ${one} ${words.went}`),
  ]
}
