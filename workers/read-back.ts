import { isOwnPolicy } from '../src/containment/own-policy.js'
import { assertNever } from '../src/domain/assert-never.js'
import { type ContainPlan, objectOf, operationOf, type PlannedWrite } from '../src/domain/plan.js'
import { type Entity, iamEntity } from '../src/domain/principal.js'
import type { BlockObservation } from '../src/domain/verdict.js'
import { describeEntity, type EntityReads, regionOf } from './describe-entity.js'
import { rememberedReads } from './remembered-reads.js'

/** Where a write of ours is looked for. */
export interface ReadBackScope {
  readonly aws: EntityReads
  readonly entity: Entity
  readonly containmentId: string
}

type StandingOfOne = BlockObservation['policy']

/** Of all of them: the worst decides, and `missing` names what is not as we left it. */
export interface Standing {
  readonly policy: StandingOfOne
  readonly missing: readonly string[]
}

/** What AWS shows of everything that a plan wrote. */
export async function readBack(given: ReadBackScope, plan: ContainPlan): Promise<Standing> {
  const scope = { ...given, aws: rememberedReads(given.aws) }
  const description = await describeEntity(scope.aws, plan.entity)
  if (description === null || description.uniqueId !== plan.entity.uniqueId) {
    return { policy: 'missing', missing: [`${plan.entity.type} ${plan.entity.name} (${plan.entity.uniqueId})`] }
  }
  const standings = await Promise.all(plan.writes.map((write) => isInPlace(scope, write)))
  const missing = plan.writes.flatMap((write, index) => {
    const standing = standings[index] ?? 'missing'
    return standing === 'held' ? [] : [`${operationOf(plan.entity.type, write)} ${objectOf(write)}: ${standing}`]
  })
  const policy = standings.includes('missing') ? 'missing' : standings.includes('altered') ? 'altered' : 'held'
  return { policy, missing }
}

/** Whether one write of a contain plan stands as it was written. What is turned off and gone can do nothing: it counts as held. */
export async function isInPlace(
  { aws, entity, containmentId }: ReadBackScope,
  write: PlannedWrite,
): Promise<StandingOfOne> {
  switch (write.kind) {
    case 'putPolicy':
    case 'deletePolicy': {
      const present = await aws.iam.readInlinePolicy(iamEntity(entity), write.policyName)
      if (present === null) return 'missing'
      return isOwnPolicy(write, present, containmentId) ? 'held' : 'altered'
    }
    case 'attachPolicy':
    case 'detachPolicy':
      return (await aws.iam.listAttachedPolicies(iamEntity(entity)))?.includes(write.policyArn) ? 'held' : 'missing'
    case 'setKeyStatus': {
      const keys = await aws.iam.listAccessKeys(entity.name)
      const key = keys?.find(({ accessKeyId }) => accessKeyId === write.accessKeyId)
      return key === undefined || key.status === write.status ? 'held' : 'altered'
    }
    case 'setProfileEnabled': {
      const profile = await aws.rolesAnywhere(regionOf(entity)).profile(write.profileId)
      return profile === null || profile.enabled === write.enabled ? 'held' : 'altered'
    }
    case 'setTrustAnchorEnabled': {
      const anchor = await aws.rolesAnywhere(regionOf(entity)).trustAnchor(write.trustAnchorId)
      return anchor === null || anchor.enabled === write.enabled ? 'held' : 'altered'
    }
    default:
      return assertNever(write, 'planned write')
  }
}
