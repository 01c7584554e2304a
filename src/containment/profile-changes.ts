import type { ContainPlan } from '../domain/plan.js'
import type { AnywhereImage } from '../domain/roles-anywhere.js'
import type { PreImage } from './pre-image.js'

/**
 * What Roles Anywhere's own answers show of acts around a profile that is turned off: what it hands out changed, trust anchors and
 * profiles made, turned on or given another authority. Whether our own writes stand is not asked here.
 */
export function profileChanges(preImage: PreImage, now: PreImage, plan: ContainPlan): string[] {
  const [before, after] = [preImage.rolesAnywhere, now.rolesAnywhere]
  if (before === undefined || after === undefined) return []
  return [...changedGrants(before, after), ...anchorActs(before, after, plan), ...otherProfileActs(before, after)]
}

function changedGrants({ profile: before }: AnywhereImage, { profile: now }: AnywhereImage): string[] {
  const differs = (of: (profile: AnywhereImage['profile']) => unknown) =>
    JSON.stringify(of(before)) !== JSON.stringify(of(now))
  return [
    ...(differs(({ roleArns }) => roleArns) ? [`profile roles changed: ${now.roleArns.join(', ') || 'none'}`] : []),
    ...(differs(({ sessionPolicy }) => sessionPolicy) ? ['profile session policy changed'] : []),
    ...(differs(({ managedPolicyArns }) => managedPolicyArns) ? ['profile managed policies changed'] : []),
    ...(differs(({ durationSeconds }) => durationSeconds) ? ['profile session duration changed'] : []),
  ]
}

function anchorActs(before: AnywhereImage, now: AnywhereImage, { writes }: ContainPlan): string[] {
  const ours = new Set(writes.flatMap((write) => (write.kind === 'setTrustAnchorEnabled' ? [write.trustAnchorId] : [])))
  const known = new Map(before.trustAnchors.map((anchor) => [anchor.trustAnchorId, anchor]))
  return now.trustAnchors.flatMap(({ trustAnchorId, name, enabled, sourceMark }) => {
    const was = known.get(trustAnchorId)
    const which = `trust anchor ${name} (${trustAnchorId})`
    if (was === undefined) return enabled ? [`${which} created`] : []
    if (was.sourceMark !== sourceMark) return [`${which} has another authority`]
    return enabled && !was.enabled && !ours.has(trustAnchorId) ? [`${which} enabled`] : []
  })
}

function otherProfileActs(before: AnywhereImage, now: AnywhereImage): string[] {
  const known = new Map(before.otherProfiles.map((profile) => [profile.profileId, profile]))
  return now.otherProfiles.flatMap(({ profileId, name, enabled, roleArns }) => {
    const was = known.get(profileId)
    if (!enabled) return []
    const which = `profile ${name} (${profileId}), which hands out ${roleArns.join(', ') || 'nothing'},`
    if (was === undefined) return [`${which} created`]
    return was.enabled ? [] : [`${which} enabled`]
  })
}
