import { type EntityType, iamEntity } from '../src/domain/principal.js'
import { type AnywhereProfile, parseProfileArn } from '../src/domain/roles-anywhere.js'
import type { EntityDescription, IamReads, RolesAnywhereReads } from '../src/ports.js'

/** What can be seen of an entity, wherever it lives. */
export interface EntityReads {
  readonly iam: IamReads
  readonly rolesAnywhere: (region: string) => RolesAnywhereReads
}

/** What tells one entity from every other. A profile is known by its ARN, which has its id and its Region: names are no matter. */
export interface KnownEntity {
  readonly type: EntityType
  readonly name: string
  readonly arn: string
}

/** The entity as AWS describes it now; null where there is none. */
export async function describeEntity(aws: EntityReads, entity: KnownEntity): Promise<EntityDescription | null> {
  if (entity.type !== 'rolesAnywhereProfile') return aws.iam.describe(iamEntity(entity))
  const anywhere = aws.rolesAnywhere(regionOf(entity))
  const [profile, tags] = await Promise.all([anywhere.profile(profileIdOf(entity)), anywhere.tagsOf(entity.arn)])
  return profile === null || tags === null ? null : describeProfile(profile, tags)
}

export function describeProfile(profile: AnywhereProfile, tags: EntityDescription['tags']): EntityDescription {
  const { name, arn, profileId, createdAt } = profile
  return {
    type: 'rolesAnywhereProfile',
    name: name || profileId,
    path: '/',
    arn,
    uniqueId: profileId,
    createdAt,
    trustPolicy: null,
    maxSessionDurationSeconds: null,
    permissionsBoundaryArn: null,
    tags,
    lastUsedAt: null,
    lastUsedRegion: null,
    members: null,
  }
}

/** Where a profile lives. Throws TypeError for another ARN: plans hold those that AWS gave. */
export function regionOf(entity: Pick<KnownEntity, 'arn'>): string {
  return partsOf(entity).region
}

export function profileIdOf(entity: Pick<KnownEntity, 'arn'>): string {
  return partsOf(entity).profileId
}

function partsOf({ arn }: Pick<KnownEntity, 'arn'>) {
  const parts = parseProfileArn(arn)
  if (parts === null) throw new TypeError(`"${arn}" is not the ARN of a Roles Anywhere profile.`)
  return parts
}
