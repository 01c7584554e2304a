import { isOwnPolicy } from '../src/containment/own-policy.js'
import { assertNever } from '../src/domain/assert-never.js'
import { type ContainPlan, objectOf, operationOf, type PlannedWrite } from '../src/domain/plan.js'
import type { Entity } from '../src/domain/principal.js'
import type { BlockObservation } from '../src/domain/verdict.js'
import type { IamReads } from '../src/ports.js'

/** Where a write of ours is looked for. */
export interface ReadBackScope {
  readonly aws: { readonly iam: IamReads }
  readonly entity: Entity
  readonly containmentId: string
}

type StandingOfOne = BlockObservation['policy']

/** Of all of them: the worst decides, and `missing` names what is not as we left it. */
export interface Standing {
  readonly policy: StandingOfOne
  readonly missing: readonly string[]
}

/** What IAM shows of everything that a plan wrote. */
export async function readBack(scope: ReadBackScope, plan: ContainPlan): Promise<Standing> {
  const description = await scope.aws.iam.describe(plan.entity)
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

/** Whether one write of a contain plan stands as it was written. A key that is gone can do nothing: it counts as held. */
export async function isInPlace(
  { aws, entity, containmentId }: ReadBackScope,
  write: PlannedWrite,
): Promise<StandingOfOne> {
  switch (write.kind) {
    case 'putPolicy':
    case 'deletePolicy': {
      const present = await aws.iam.readInlinePolicy(entity, write.policyName)
      if (present === null) return 'missing'
      return isOwnPolicy(write, present, containmentId) ? 'held' : 'altered'
    }
    case 'attachPolicy':
    case 'detachPolicy':
      return (await aws.iam.listAttachedPolicies(entity))?.includes(write.policyArn) ? 'held' : 'missing'
    case 'setKeyStatus': {
      const keys = await aws.iam.listAccessKeys(entity.name)
      const key = keys?.find(({ accessKeyId }) => accessKeyId === write.accessKeyId)
      return key === undefined || key.status === write.status ? 'held' : 'altered'
    }
    default:
      return assertNever(write, 'planned write')
  }
}
