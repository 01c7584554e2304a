import { z } from 'zod'
import type { Partition } from '../domain/partition.js'
import { type Entity, entitySchema } from '../domain/principal.js'
import { type AnywhereImage, anywhereImageSchema } from '../domain/roles-anywhere.js'
import type { AccessKey, EntityDescription, InlinePolicy } from '../ports.js'
import { plainPolicyText } from './policy-text.js'

/**
 * An entity as it was before anything was written. Taken once per containment: taken again on a retry, our own block would
 * become part of the original. Documents are plain JSON text as IAM gave it, lists are sorted; what the type of the entity
 * does not have is null.
 */
export const preImageSchema = z.object({
  entity: entitySchema,
  inlinePolicies: z.array(z.object({ name: z.string(), document: z.string() })),
  attachedPolicies: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  trustPolicy: z.string().nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  maxSessionDurationSeconds: z.number().int().nullable(),
  /** Users only. */
  accessKeys: z
    .array(
      z.object({
        accessKeyId: z.string(),
        status: z.enum(['Active', 'Inactive', 'Expired']),
        createdAt: z.iso.datetime(),
      }),
    )
    .nullable(),
  /** Names of a user's groups. */
  groups: z.array(z.string()).nullable(),
  /** Whether a user has a console password; null also where it could not be read. */
  consoleAccess: z.boolean().nullable(),
  /** A group's members. */
  members: z.array(z.object({ name: z.string(), arn: z.string(), uniqueId: z.string() })).nullable(),
  /** Profiles of Roles Anywhere only. */
  rolesAnywhere: anywhereImageSchema.optional(),
  takenAt: z.iso.datetime(),
})
export type PreImage = z.infer<typeof preImageSchema>

/** What IAM answered about one entity, to be kept or compared. */
export interface EntityReadings {
  readonly partition: Partition
  readonly accountId: string
  readonly entity: EntityDescription
  readonly inlinePolicies: readonly InlinePolicy[]
  readonly attachedPolicies: readonly string[]
  /** Users only; null for other entities. */
  readonly accessKeys: readonly AccessKey[] | null
  readonly groups: readonly string[] | null
  /** null where it is not readable, or not a user. */
  readonly consoleAccess: boolean | null
  /** Profiles of Roles Anywhere only. */
  readonly rolesAnywhere?: AnywhereImage
}

/** The pre-image of these readings. Throws where they are no entity of this account's IAM: that is a bug of the reader. */
export function takePreImage(readings: EntityReadings, takenAt: string): PreImage {
  const { entity } = readings
  const policies = readings.inlinePolicies.map(({ name, document }) => ({ name, document: plainPolicyText(document) }))
  return preImageSchema.parse({
    entity: toEntity(readings),
    inlinePolicies: sortBy(policies, ({ name }) => name),
    attachedPolicies: [...readings.attachedPolicies].sort(),
    permissionsBoundaryArn: entity.permissionsBoundaryArn,
    trustPolicy: entity.trustPolicy === null ? null : plainPolicyText(entity.trustPolicy),
    tags: sortBy(entity.tags, ({ key }) => key),
    maxSessionDurationSeconds: entity.maxSessionDurationSeconds,
    accessKeys: readings.accessKeys && sortBy(readings.accessKeys, ({ accessKeyId }) => accessKeyId),
    groups: readings.groups && [...readings.groups].sort(),
    consoleAccess: readings.consoleAccess,
    members: entity.members && sortBy(entity.members, ({ name }) => name),
    ...(readings.rolesAnywhere === undefined ? {} : { rolesAnywhere: inIdOrder(readings.rolesAnywhere) }),
    takenAt,
  })
}

function inIdOrder({ profile, trustAnchors, otherProfiles }: AnywhereImage): AnywhereImage {
  return {
    profile: {
      ...profile,
      roleArns: [...profile.roleArns].sort(),
      managedPolicyArns: [...profile.managedPolicyArns].sort(),
    },
    trustAnchors: sortBy(trustAnchors, ({ trustAnchorId }) => trustAnchorId),
    otherProfiles: sortBy(otherProfiles, ({ profileId }) => profileId),
  }
}

/** The entity of a plan. */
export function toEntity({
  partition,
  accountId,
  entity,
}: Pick<EntityReadings, 'partition' | 'accountId' | 'entity'>): Entity {
  const { type, name, path, arn, uniqueId } = entity
  return { type, partition, accountId, name, path, arn, uniqueId }
}

function sortBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}
