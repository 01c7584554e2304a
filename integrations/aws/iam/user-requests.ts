import {
  AttachUserPolicyCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import type { EntityRequests } from './entity-requests.js'
import { iamRequest } from './iam-request.js'
import { from } from './read-pages.js'

/** IAM's calls about the policies of a user. */
export const userRequests: EntityRequests = {
  listPolicies: (UserName, marker) =>
    iamRequest('iam:ListUserPolicies', new ListUserPoliciesCommand({ UserName, ...from(marker) })),
  getPolicy: (UserName, PolicyName) =>
    iamRequest('iam:GetUserPolicy', new GetUserPolicyCommand({ UserName, PolicyName })),
  putPolicy: (UserName, PolicyName, PolicyDocument) =>
    iamRequest('iam:PutUserPolicy', new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  deletePolicy: (UserName, PolicyName) =>
    iamRequest('iam:DeleteUserPolicy', new DeleteUserPolicyCommand({ UserName, PolicyName })),
  listAttached: (UserName, marker) =>
    iamRequest('iam:ListAttachedUserPolicies', new ListAttachedUserPoliciesCommand({ UserName, ...from(marker) })),
  attach: (UserName, PolicyArn) =>
    iamRequest('iam:AttachUserPolicy', new AttachUserPolicyCommand({ UserName, PolicyArn })),
  detach: (UserName, PolicyArn) =>
    iamRequest('iam:DetachUserPolicy', new DetachUserPolicyCommand({ UserName, PolicyArn })),
}
