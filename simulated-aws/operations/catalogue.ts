import type { Operation } from '../pipeline/operation.js'
import { cloudTrailOperations } from './cloudtrail.js'
import { detectiveOperations } from './detective/investigations.js'
import { findingOperations } from './findings/get-findings.js'
import { accessKeyOperations } from './iam/access-keys.js'
import { accountOperations } from './iam/account-summary.js'
import { attachedPolicyOperations } from './iam/attached-policies.js'
import { authorizationDetailOperations } from './iam/authorization-details.js'
import { boundaryOperations } from './iam/boundaries.js'
import { entitiesForPolicyOperations } from './iam/entities-for-policy.js'
import { tagOperations } from './iam/entity-tags.js'
import { groupOperations } from './iam/groups.js'
import { inlinePolicyOperations } from './iam/inline-policies.js'
import { instanceProfileOperations } from './iam/instance-profiles.js'
import { managedPolicyOperations } from './iam/managed-policies.js'
import { policyVersionOperations } from './iam/policy-versions.js'
import { roleOperations } from './iam/roles.js'
import { simulationOperations } from './iam/simulate-principal-policy.js'
import { userCredentialOperations } from './iam/user-credentials.js'
import { userOperations } from './iam/users.js'
import { filterLogOperations } from './logs/filter-log-events.js'
import { logGroupOperations } from './logs/log-groups.js'
import { logQueryOperations } from './logs/log-queries.js'
import { publicKeyOperations } from './public-keys.js'
import { profileOperations } from './rolesanywhere/profiles.js'
import { subjectAndTagOperations } from './rolesanywhere/subjects-and-tags.js'
import { trustAnchorOperations } from './rolesanywhere/trust-anchors.js'
import { trailBucketOperations } from './s3/trail-bucket.js'
import { topicOperations } from './sns/topics.js'
import { messageOperations } from './sqs/message-operations.js'
import { queueOperations } from './sqs/queue-operations.js'
import { assumeRoleOperations } from './sts/assume-role.js'
import { callerIdentityOperations } from './sts/caller-identity.js'
import { userTokenOperations } from './sts/user-tokens.js'
import { trailOperations } from './trails.js'

const operations: Operation[] = [
  ...[inlinePolicyOperations, attachedPolicyOperations, boundaryOperations, tagOperations].flat(),
  ...[roleOperations, userOperations, groupOperations, instanceProfileOperations].flat(),
  ...[managedPolicyOperations, policyVersionOperations, entitiesForPolicyOperations].flat(),
  ...[authorizationDetailOperations, accountOperations].flat(),
  ...[accessKeyOperations, userCredentialOperations, simulationOperations].flat(),
  ...[callerIdentityOperations, assumeRoleOperations, userTokenOperations].flat(),
  ...[cloudTrailOperations, trailOperations, publicKeyOperations, trailBucketOperations].flat(),
  ...[logGroupOperations, logQueryOperations, filterLogOperations, detectiveOperations].flat(),
  ...[profileOperations, trustAnchorOperations, subjectAndTagOperations].flat(),
  ...findingOperations,
  ...[queueOperations, messageOperations, topicOperations].flat(),
]

const byName = new Map(operations.map((operation) => [`${operation.service}:${operation.name}`, operation]))

/** The operations that have an effect in the simulated account. */
export function findOperation(service: string, name: string): Operation | undefined {
  return byName.get(`${service}:${name}`)
}
