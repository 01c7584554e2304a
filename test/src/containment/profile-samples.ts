import { type PreImage, takePreImage } from '../../../src/containment/pre-image.js'
import { buildProfilePlan, type ProfilePlanInput } from '../../../src/containment/profile-plan.js'
import type { ContainPlan, PlannedWrite } from '../../../src/domain/plan.js'
import type { AnywhereImage, TrustAnchor } from '../../../src/domain/roles-anywhere.js'
import type { EntityDescription } from '../../../src/ports.js'

export const containmentId = 'cnt_0123456789abcdefghij'
export const profileId = 'ac4e09d1-a150-4924-bb76-23b00fa7c34a'
export const profileArn = `arn:aws:rolesanywhere:us-east-1:111122223333:profile/${profileId}`
export const roleArn = 'arn:aws:iam::111122223333:role/ci-deploy'
const madeAt = '2026-03-01T12:00:00.000Z'

export const description: EntityDescription = {
  type: 'rolesAnywhereProfile',
  name: 'build agents',
  path: '/',
  arn: profileArn,
  uniqueId: profileId,
  createdAt: madeAt,
  trustPolicy: null,
  maxSessionDurationSeconds: null,
  permissionsBoundaryArn: null,
  tags: [],
  lastUsedAt: null,
  lastUsedRegion: null,
  members: null,
}

export function anAnchor(id: string, changes: Partial<TrustAnchor> = {}): TrustAnchor {
  const arn = `arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/${id}`
  const old = '2025-01-01T00:00:00.000Z'
  return {
    trustAnchorId: id,
    arn,
    name: id,
    enabled: true,
    sourceType: 'CERTIFICATE_BUNDLE',
    sourceMark: `sha256:${id}`,
    createdAt: old,
    updatedAt: old,
    ...changes,
  }
}

/** One that came along with the profile. */
export const newAnchor = (id: string, enabled = true) => anAnchor(id, { enabled, createdAt: madeAt, updatedAt: madeAt })

export function anImage(
  changes: Partial<AnywhereImage> = {},
  profile: Partial<AnywhereImage['profile']> = {},
): PreImage {
  const rolesAnywhere: AnywhereImage = {
    profile: {
      profileId,
      arn: profileArn,
      name: 'build agents',
      enabled: true,
      roleArns: [roleArn],
      sessionPolicy: null,
      managedPolicyArns: [],
      durationSeconds: 3600,
      requireInstanceProperties: false,
      createdBy: 'arn:aws:iam::111122223333:user/dana',
      createdAt: madeAt,
      updatedAt: madeAt,
      ...profile,
    },
    trustAnchors: [],
    otherProfiles: [],
    ...changes,
  }
  const none = { inlinePolicies: [], attachedPolicies: [], accessKeys: null, groups: null, consoleAccess: null }
  const readings = { partition: 'aws', accountId: '111122223333', entity: description, rolesAnywhere, ...none } as const
  return takePreImage(readings, '2026-03-01T12:10:00.000Z')
}

export function profilePlan(preImage: PreImage, changes: Partial<ProfilePlanInput> = {}) {
  return buildProfilePlan({
    containmentId,
    realm: { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null },
    preImage,
    description,
    approval: { quorum: 1, raisedBecause: [] },
    evidence: null,
    modes: undefined,
    roles: [],
    activeSubjects: [],
    newcomers: [],
    unread: [],
    nearMs: 900_000,
    ourArns: [],
    ...changes,
  })
}

export function madePlan(preImage: PreImage, changes: Partial<ProfilePlanInput> = {}): ContainPlan {
  const built = profilePlan(preImage, changes)
  if (!built.ok) throw new Error(built.reason)
  return built.plan
}

/** The image after these writes, as Roles Anywhere carries them out. */
export function carriedOut(image: PreImage, writes: readonly PlannedWrite[]): PreImage {
  const { rolesAnywhere } = image
  if (rolesAnywhere === undefined) throw new Error('This is no image of a profile.')
  const state = new Map<string, boolean>()
  for (const write of writes) {
    if (write.kind === 'setProfileEnabled') state.set(write.profileId, write.enabled)
    if (write.kind === 'setTrustAnchorEnabled') state.set(write.trustAnchorId, write.enabled)
  }
  const { profile, trustAnchors } = rolesAnywhere
  return {
    ...image,
    rolesAnywhere: {
      ...rolesAnywhere,
      profile: { ...profile, enabled: state.get(profile.profileId) ?? profile.enabled },
      trustAnchors: trustAnchors.map((one) => ({ ...one, enabled: state.get(one.trustAnchorId) ?? one.enabled })),
    },
  }
}
