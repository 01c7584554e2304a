import { takePreImage } from '../src/containment/pre-image.js'
import { AwsError } from '../src/domain/aws-error.js'
import { type EntityRef, iamEntity } from '../src/domain/principal.js'
import type { KnownEntity } from './describe-entity.js'
import type { EntityReading } from './entity-reading.js'
import { readProfile } from './read-profile.js'
import type { IncidentTools } from './worker-tools.js'

export type { EntityReading } from './entity-reading.js'

/** The entity as it is now; null where AWS has none of it, or it went away while it was read. */
export async function readEntity(tools: IncidentTools, entity: KnownEntity): Promise<EntityReading | null> {
  return entity.type === 'rolesAnywhereProfile' ? readProfile(tools, entity) : readIamEntity(tools, iamEntity(entity))
}

/** The entity as it is now; null where IAM has none of the name, or it went away while it was read. */
export async function readIamEntity(tools: IncidentTools, entity: EntityRef): Promise<EntityReading | null> {
  const { iam, partition, accountId } = tools.aws
  const description = await iam.describe(entity)
  if (description === null) return null
  const [inlinePolicies, attachedPolicies, ofUser] = await Promise.all([
    iam.listInlinePolicies(entity),
    iam.listAttachedPolicies(entity),
    readUserParts(tools, entity),
  ])
  if (inlinePolicies === null || attachedPolicies === null || ofUser === null) return null
  const takenAt = tools.engine.clock.now().toISOString()
  const readings = { partition, accountId, entity: description, inlinePolicies, attachedPolicies, ...ofUser }
  return { description, preImage: takePreImage(readings, takenAt) }
}

async function readUserParts({ aws }: IncidentTools, { type, name }: EntityRef) {
  if (type !== 'user') return { accessKeys: null, groups: null, consoleAccess: null }
  const [accessKeys, groups, consoleAccess] = await Promise.all([
    aws.iam.listAccessKeys(name),
    aws.iam.listGroupsOf(name),
    ifReadable(aws.iam.hasConsoleAccess(name)),
  ])
  if (accessKeys === null || groups === null) return null
  return { accessKeys, groups, consoleAccess: consoleAccess.value }
}

/** What cannot be read for good is said instead of known; what may get better by trying again is thrown. */
export type Readable<T> = { readonly value: T; readonly why: null } | { readonly value: null; readonly why: string }

/** For readings that a block can do without. */
export async function ifReadable<T>(reading: Promise<T>): Promise<Readable<T>> {
  try {
    return { value: await reading, why: null }
  } catch (error) {
    if (error instanceof AwsError && isForGood(error)) return { value: null, why: error.message }
    throw error
  }
}

function isForGood({ kind }: AwsError): boolean {
  return kind === 'unsupported' || kind === 'accessDenied' || kind === 'unknown'
}
