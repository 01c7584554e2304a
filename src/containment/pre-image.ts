import { z } from 'zod'
import type { Partition } from '../domain/partition.js'
import { type Entity, entitySchema } from '../domain/principal.js'
import type { InlinePolicy, RoleDescription } from '../ports.js'
import { plainPolicyText } from './policy-text.js'

/**
 * A role as it was before anything was written. Taken once per containment: taken again on a retry, our own block would
 * become part of the original. Documents are plain JSON text as IAM gave it, lists are sorted.
 */
export const preImageSchema = z.object({
  entity: entitySchema,
  inlinePolicies: z.array(z.object({ name: z.string(), document: z.string() })),
  attachedPolicies: z.array(z.string()),
  permissionsBoundaryArn: z.string().nullable(),
  trustPolicy: z.string(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  maxSessionDurationSeconds: z.number().int(),
  takenAt: z.iso.datetime(),
})
export type PreImage = z.infer<typeof preImageSchema>

/** What IAM answered about a role, to be kept or compared. */
export interface RoleReadings {
  readonly partition: Partition
  readonly accountId: string
  readonly role: RoleDescription
  readonly inlinePolicies: readonly InlinePolicy[]
  readonly attachedPolicies: readonly string[]
}

/** The pre-image of these readings. Throws where they are no role of this account's IAM: that is a bug of the reader. */
export function takePreImage(readings: RoleReadings, takenAt: string): PreImage {
  const { role } = readings
  return preImageSchema.parse({
    entity: toEntity(readings),
    inlinePolicies: sortBy(
      readings.inlinePolicies.map(({ name, document }) => ({ name, document: plainPolicyText(document) })),
      ({ name }) => name,
    ),
    attachedPolicies: [...readings.attachedPolicies].sort(),
    permissionsBoundaryArn: role.permissionsBoundaryArn,
    trustPolicy: plainPolicyText(role.trustPolicy),
    tags: sortBy(
      role.tags.map(({ key, value }) => ({ key, value })),
      ({ key }) => key,
    ),
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    takenAt,
  })
}

/** The role as the entity of a plan. */
export function toEntity({
  partition,
  accountId,
  role,
}: Omit<RoleReadings, 'inlinePolicies' | 'attachedPolicies'>): Entity {
  const { name, path, arn, uniqueId } = role
  return { type: 'role', partition, accountId, name, path, arn, uniqueId }
}

function sortBy<T>(items: T[], keyOf: (item: T) => string): T[] {
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}
