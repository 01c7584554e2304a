import type { Operation } from '../pipeline/operation.js'
import { cloudTrailOperations } from './cloudtrail.js'
import { accessKeyOperations } from './iam/access-keys.js'
import { attachedPolicyOperations } from './iam/attached-policies.js'
import { inlinePolicyOperations } from './iam/inline-policies.js'
import { roleTagOperations } from './iam/role-tags.js'
import { roleOperations } from './iam/roles.js'
import { userOperations } from './iam/users.js'
import { stsOperations } from './sts.js'

const operations: Operation[] = [
  ...[inlinePolicyOperations, attachedPolicyOperations, roleOperations, roleTagOperations, userOperations].flat(),
  ...[accessKeyOperations, stsOperations, cloudTrailOperations].flat(),
]

const byName = new Map(operations.map((operation) => [`${operation.service}:${operation.name}`, operation]))

/** The operations that have an effect in the simulated account. */
export function findOperation(service: string, name: string): Operation | undefined {
  return byName.get(`${service}:${name}`)
}
