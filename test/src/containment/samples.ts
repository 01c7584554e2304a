import type { ContainModes } from '../../../src/containment/contain-modes.js'
import { buildContainPlan, type ContainPlanInput } from '../../../src/containment/contain-plan.js'
import { type EntityReadings, type PreImage, takePreImage } from '../../../src/containment/pre-image.js'
import type { ContainPlan } from '../../../src/domain/plan.js'
import type { EntityDescription, InlinePolicy } from '../../../src/ports.js'

export const containmentId = 'cnt_0123456789abcdefghij'
export const managedDenyAll = 'arn:aws:iam::aws:policy/AWSDenyAll'
export const takenAt = '2026-03-01T10:00:00Z'

export const trustLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/** A role of account 111122223333 with whatever the test changes. */
export function aRole(changes: Partial<EntityDescription> = {}): EntityDescription {
  return {
    type: 'role',
    name: 'ci-deploy',
    path: '/',
    arn: 'arn:aws:iam::111122223333:role/ci-deploy',
    uniqueId: 'AROAEXAMPLECIDEPLOY01',
    createdAt: '2026-01-01T00:00:00Z',
    trustPolicy: trustLambda,
    permissionsBoundaryArn: null,
    tags: [],
    maxSessionDurationSeconds: 3600,
    lastUsedAt: '2026-03-01T09:00:00Z',
    lastUsedRegion: 'eu-central-1',
    members: null,
    ...changes,
  }
}

/** A user of it. */
export function aUser(changes: Partial<EntityDescription> = {}): EntityDescription {
  return aRole({
    type: 'user',
    name: 'eve',
    path: '/staff/',
    arn: 'arn:aws:iam::111122223333:user/staff/eve',
    uniqueId: 'AIDAEXAMPLEEVE0000001',
    trustPolicy: null,
    maxSessionDurationSeconds: null,
    lastUsedRegion: null,
    ...changes,
  })
}

/** A group of it, with the members eve and bob. */
export function aGroup(changes: Partial<EntityDescription> = {}): EntityDescription {
  return aUser({
    type: 'group',
    name: 'builders',
    path: '/',
    arn: 'arn:aws:iam::111122223333:group/builders',
    uniqueId: 'AGPAEXAMPLEBUILDERS01',
    lastUsedAt: null,
    members: [aMember('eve'), aMember('bob')],
    ...changes,
  })
}

export function aMember(name: string) {
  const uniqueId = `AIDAEXAMPLE${name.toUpperCase()}`.padEnd(20, '0')
  return { name, arn: `arn:aws:iam::111122223333:user/${name}`, uniqueId }
}

/** What IAM answers about an entity: no policies, one active key and one that is off for a user. */
export function readingsOf(entity: EntityDescription, changes: Partial<EntityReadings> = {}): EntityReadings {
  const isUser = entity.type === 'user'
  const key = { status: 'Active', createdAt: '2026-01-01T00:00:00Z' } as const
  return {
    partition: 'aws',
    accountId: '111122223333',
    entity,
    inlinePolicies: [],
    attachedPolicies: [],
    accessKeys: isUser
      ? [
          { ...key, accessKeyId: 'AKIAEXAMPLE0000000001' },
          { ...key, accessKeyId: 'AKIAEXAMPLE0000000002', status: 'Inactive' },
        ]
      : null,
    groups: isUser ? ['builders'] : null,
    consoleAccess: isUser ? false : null,
    ...changes,
  }
}

/** Its pre-image. */
export function imageOf(entity: EntityDescription, changes: Partial<EntityReadings> = {}): PreImage {
  return takePreImage(readingsOf(entity, changes), takenAt)
}

/** The pre-image of the role, with policies as the test wants them. */
export function aPreImage(
  inlinePolicies: InlinePolicy[] = [],
  changes: Partial<EntityDescription> = {},
  attachedPolicies: string[] = [],
): PreImage {
  return imageOf(aRole(changes), { inlinePolicies, attachedPolicies })
}

/** What a plan for an entity is built from, with every type of entity denied by one policy. */
export function planInput(entity: EntityDescription, changes: Partial<ContainPlanInput> = {}): ContainPlanInput {
  const modes: ContainModes = { role: ['deny-all'], user: ['deny-all'], group: ['deny-all'] }
  return {
    containmentId,
    realm: { kind: 'live', partition: 'aws', accountId: '111122223333', endpoint: null },
    preImage: imageOf(entity),
    description: entity,
    sessionName: null,
    modes,
    policyName: null,
    approval: { quorum: 1, raisedBecause: [] },
    evidence: null,
    instanceProfiles: [],
    keyLastUsed: {},
    unread: [],
    newcomers: [],
    ...changes,
  }
}

/** The plan for an entity in these modes. */
export function planFor(
  entity: EntityDescription,
  modes: Partial<ContainModes> = {},
  changes: Partial<ContainPlanInput> = {},
): ContainPlan {
  const input = planInput(entity, changes)
  const built = buildContainPlan({ ...input, modes: { ...input.modes, ...modes } })
  if (!built.ok) throw new Error(built.reason)
  return built.plan
}
