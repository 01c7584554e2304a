import type { ActRule } from '../rule.js'
import { targetEntity } from './target-entity.js'

/**
 * The limit on what somebody's policies can give, taken off. ATT&CK T1098.003.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const boundaryRemoved: ActRule = {
  kind: 'acts',
  id: 'iam-permissions-boundary-removed',
  title: 'Permissions boundary removed',
  technique: 'T1098.003',
  tactic: 'privilege-escalation',
  calls: { iam: 'DeleteUserPermissionsBoundary DeleteRolePermissionsBoundary' },
  judge: (act) => ({ severity: 'medium', what: `boundary of ${targetEntity(act)?.name ?? 'an entity'} removed` }),
}
