import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import type { EntityRequests } from './entity-requests.js'
import { iamRequest } from './iam-request.js'
import { from } from './read-pages.js'

/** IAM's calls about the policies of a role. */
export const roleRequests: EntityRequests = {
  listPolicies: (RoleName, marker) =>
    iamRequest('iam:ListRolePolicies', new ListRolePoliciesCommand({ RoleName, ...from(marker) })),
  getPolicy: (RoleName, PolicyName) =>
    iamRequest('iam:GetRolePolicy', new GetRolePolicyCommand({ RoleName, PolicyName })),
  putPolicy: (RoleName, PolicyName, PolicyDocument) =>
    iamRequest('iam:PutRolePolicy', new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  deletePolicy: (RoleName, PolicyName) =>
    iamRequest('iam:DeleteRolePolicy', new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  listAttached: (RoleName, marker) =>
    iamRequest('iam:ListAttachedRolePolicies', new ListAttachedRolePoliciesCommand({ RoleName, ...from(marker) })),
  attach: (RoleName, PolicyArn) =>
    iamRequest('iam:AttachRolePolicy', new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  detach: (RoleName, PolicyArn) =>
    iamRequest('iam:DetachRolePolicy', new DetachRolePolicyCommand({ RoleName, PolicyArn })),
}
