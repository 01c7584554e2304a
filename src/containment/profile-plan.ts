import { digestOf } from '../domain/canonical-json.js'
import type { Evidence } from '../domain/evidence.js'
import {
  type AnywhereImpact,
  type ApprovalLevel,
  type ContainPlan,
  containPlanSchema,
  type PlannedWrite,
} from '../domain/plan.js'
import { type Realm, realmId } from '../domain/realm.js'
import type { AnywhereImage } from '../domain/roles-anywhere.js'
import type { EntityDescription } from '../ports.js'
import { defaultProfileModes, type ProfileMode } from './contain-modes.js'
import { impactOf } from './impact.js'
import { type PlanRefusal, planRefusals } from './plan-refusals.js'
import type { PreImage } from './pre-image.js'
import { profileNotCovered } from './profile-not-covered.js'
import { type AnchorReasons, suspectAnchors } from './suspect-anchors.js'

export interface ProfilePlanInput {
  readonly containmentId: string
  readonly realm: Realm
  readonly preImage: PreImage
  readonly description: EntityDescription
  readonly approval: ApprovalLevel
  readonly evidence: Evidence | null
  /** undefined: both. */
  readonly modes: readonly ProfileMode[] | undefined
  readonly roles: AnywhereImpact['roles']
  readonly activeSubjects: readonly string[] | null
  readonly newcomers: readonly string[]
  readonly unread: readonly string[]
  /** A trust anchor that came or changed this long before or after the profile did goes with it. */
  readonly nearMs: number
  /** ARNs of the roles and users that we are. */
  readonly ourArns: readonly string[]
}

/**
 * The writes that close a Roles Anywhere profile: the profile is disabled, and with it the trust anchors that came or changed
 * along with it. What is off already is left alone, so that a restore leaves it off. Refused where nothing is on. The same input
 * gives the same plan, so the same digest.
 */
export function buildProfilePlan(
  input: ProfilePlanInput,
): { readonly ok: true; readonly plan: ContainPlan } | PlanRefusal {
  const { description, preImage, evidence } = input
  const { entity, rolesAnywhere: image } = preImage
  if (image === undefined) return planRefusals.noProfile(preImage)
  if (description.uniqueId !== entity.uniqueId) return planRefusals.replaced(preImage, description.uniqueId)
  const seen = evidence?.rolesAnywhere
  const madeBy = seen?.createdBy?.arn ?? (image.profile.createdBy || null)
  const wanted = input.modes ?? defaultProfileModes
  const reasons: AnchorReasons = wanted.includes('disable-trust-anchors')
    ? suspectAnchors(image, seen?.acts ?? [], { madeBy, nearMs: input.nearMs })
    : new Map()
  const writes = writesOf(image, wanted, reasons)
  if (writes.length === 0) return planRefusals.profileOff(preImage)
  return { ok: true, plan: planOf({ ...input, image, madeBy }, writes, reasons) }
}

/** The profile first: it is what the finding is about, and it is enough for this profile. */
function writesOf(
  { profile, trustAnchors }: AnywhereImage,
  wanted: readonly ProfileMode[],
  reasons: AnchorReasons,
): PlannedWrite[] {
  const ofProfile = wanted.includes('disable-profile') && profile.enabled
  return [
    ...(ofProfile
      ? [
          {
            kind: 'setProfileEnabled',
            purpose: 'disableProfile',
            profileId: profile.profileId,
            enabled: false,
          } as const,
        ]
      : []),
    ...trustAnchors
      .filter(({ trustAnchorId }) => reasons.has(trustAnchorId))
      .map(({ trustAnchorId }) => {
        return { kind: 'setTrustAnchorEnabled', purpose: 'disableTrustAnchor', trustAnchorId, enabled: false } as const
      }),
  ]
}

interface Known extends ProfilePlanInput {
  readonly image: AnywhereImage
  readonly madeBy: string | null
}

function planOf(known: Known, writes: readonly PlannedWrite[], reasons: AnchorReasons): ContainPlan {
  const { containmentId, preImage, approval, image, roles, activeSubjects, evidence, madeBy, ourArns, newcomers } =
    known
  const rolesAnywhere: AnywhereImpact = {
    roles: [...roles].sort((a, b) => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0)),
    durationSeconds: image.profile.durationSeconds,
    trustAnchors: image.trustAnchors.map(({ trustAnchorId, name, enabled, createdAt }) => {
      return { trustAnchorId, name, enabled, createdAt, turnedOffBecause: reasons.get(trustAnchorId) ?? null }
    }),
    activeSubjects: activeSubjects === null ? null : [...activeSubjects].sort(),
  }
  const impact = { ...impactOf({ ...known, instanceProfiles: [], keyLastUsed: {} }), rolesAnywhere }
  const modes = new Set(
    writes.map(({ kind }) => (kind === 'setProfileEnabled' ? 'disable-profile' : 'disable-trust-anchors')),
  )
  return containPlanSchema.parse({
    kind: 'contain',
    containmentId,
    realm: realmId(known.realm),
    entity: preImage.entity,
    sessionName: null,
    modes: [...modes],
    writes,
    approval,
    preImageDigest: digestOf(preImage),
    impact,
    notCovered: profileNotCovered({ image, impact, rolesAnywhere, evidence, madeBy, ourArns, newcomers }),
  })
}
