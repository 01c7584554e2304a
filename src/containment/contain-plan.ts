import { digestOf } from '../domain/canonical-json.js'
import type { Evidence } from '../domain/evidence.js'
import { type ContainPlan, containPlanSchema, type Impact } from '../domain/plan.js'
import { type Realm, realmId } from '../domain/realm.js'
import type { RoleDescription } from '../ports.js'
import { denyAllPolicy } from './document.js'
import { notCovered } from './not-covered.js'
import type { PreImage } from './pre-image.js'
import { fits, type QuotaCheck } from './quota.js'
import { readTrust } from './trust-policy.js'

export interface ContainPlanInput {
  readonly containmentId: string
  readonly realm: Realm
  readonly role: RoleDescription
  readonly preImage: PreImage
  /** null where no source could be read: the plan then says so. */
  readonly evidence: Evidence | null
  readonly instanceProfiles: readonly string[]
}

export type ContainPlanResult =
  | { readonly ok: true; readonly plan: ContainPlan }
  | { readonly ok: false; readonly reason: string; readonly alternative: string }

/**
 * The one write that contains a role, with what it touches and what it leaves. Refuses what would fail or do harm at the
 * write: a policy of that name already there, no room in the quota, a role that is not the one of the pre-image.
 * Protection is not asked here: `checkProtection` goes before. The same input gives the same plan, so the same digest.
 */
export function buildContainPlan(input: ContainPlanInput): ContainPlanResult {
  const { role, preImage } = input
  const block = denyAllPolicy(input.containmentId)
  if (role.uniqueId !== preImage.entity.uniqueId) return refuseReplaced(input)
  const namesake = preImage.inlinePolicies.find(({ name }) => name.toLowerCase() === block.name.toLowerCase())
  if (namesake) return refuseName(namesake.name)
  const room = fits(preImage.inlinePolicies, block.document)
  if (!room.fits) return refuseQuota(room, preImage)
  return { ok: true, plan: planOf(input, block) }
}

function planOf(input: ContainPlanInput, block: { name: string; document: string }): ContainPlan {
  const { entity } = input.preImage
  return containPlanSchema.parse({
    kind: 'contain',
    containmentId: input.containmentId,
    realm: realmId(input.realm),
    entity,
    mode: 'deny-all',
    writes: [
      {
        operation: 'PutRolePolicy',
        purpose: 'denyAll',
        roleName: entity.name,
        policyName: block.name,
        document: block.document,
      },
    ],
    preImageDigest: digestOf(input.preImage),
    impact: impactOf(input),
    notCovered: notCovered(input),
  })
}

function impactOf({ role, evidence, instanceProfiles }: ContainPlanInput): Impact {
  const trust = readTrust(role.trustPolicy)
  return {
    lastUsedAt: role.lastUsedAt,
    lastUsedRegion: role.lastUsedRegion,
    trustedServices: [...trust.services],
    trustedPrincipals: [...trust.principals],
    instanceProfiles: [...instanceProfiles].sort(),
    sessionsAlive: evidence?.sessions.filter(({ alive }) => alive === true).length ?? 0,
  }
}

function refuseReplaced({ role, preImage }: ContainPlanInput): ContainPlanResult {
  return {
    ok: false,
    reason: `The role was replaced while it was read: ${preImage.entity.uniqueId} before, ${role.uniqueId} now.`,
    alternative: 'Look into who deleted and re-created it, then plan again.',
  }
}

function refuseName(name: string): ContainPlanResult {
  return {
    ok: false,
    reason: `The role already has an inline policy "${name}", and a put would overwrite it.`,
    alternative: 'Plan again: the next containment has a name of its own.',
  }
}

function refuseQuota({ used, needs, limit }: QuotaCheck, { entity }: PreImage): ContainPlanResult {
  const managed = `arn:${entity.partition}:iam::aws:policy/AWSDenyAll`
  return {
    ok: false,
    reason: `The block does not fit: inline policies use ${used} of ${limit} characters, and it needs ${needs}.`,
    alternative: `Attach the managed policy ${managed} by hand (iam:AttachRolePolicy), or shorten an inline policy.`,
  }
}
