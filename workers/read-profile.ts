import { takePreImage } from '../src/containment/pre-image.js'
import { describeProfile, type KnownEntity, profileIdOf, regionOf } from './describe-entity.js'
import type { EntityReading } from './entity-reading.js'
import type { IncidentTools } from './worker-tools.js'

/**
 * A Roles Anywhere profile as it is now, with every trust anchor and every other profile of its account and Region: each of them
 * may let in whom this one keeps out. null where there is none of the id.
 */
export async function readProfile({ aws, engine }: IncidentTools, entity: KnownEntity): Promise<EntityReading | null> {
  const { partition, accountId } = aws
  const anywhere = aws.rolesAnywhere(regionOf(entity))
  const profileId = profileIdOf(entity)
  // Each of these has a quota of its own; asking for the profile by itself would take a second more.
  const [tags, trustAnchors, profiles] = await Promise.all([
    anywhere.tagsOf(entity.arn),
    anywhere.trustAnchors(),
    anywhere.profiles(),
  ])
  const profile = profiles.find((one) => one.profileId === profileId) ?? null
  if (profile === null || tags === null) return null
  const description = describeProfile(profile, tags)
  const takenAt = engine.clock.now().toISOString()
  const otherProfiles = profiles
    .filter((other) => other.profileId !== profileId)
    .map(({ profileId: id, name, enabled, roleArns, createdAt }) => ({
      profileId: id,
      name,
      enabled,
      roleArns: [...roleArns].sort(),
      createdAt,
    }))
  const readings = {
    partition,
    accountId,
    entity: description,
    ...noPolicies,
    rolesAnywhere: { profile, trustAnchors, otherProfiles },
  }
  return { description, preImage: takePreImage(readings, takenAt) }
}

/** What only IAM's entities have. */
const noPolicies = { inlinePolicies: [], attachedPolicies: [], accessKeys: null, groups: null, consoleAccess: null }
