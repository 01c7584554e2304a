import {
  AttachGroupPolicyCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import type { EntityRequests } from './entity-requests.js'
import { iamRequest } from './iam-request.js'
import { from } from './read-pages.js'

/** IAM's calls about the policies of a group. */
export const groupRequests: EntityRequests = {
  listPolicies: (GroupName, marker) =>
    iamRequest('iam:ListGroupPolicies', new ListGroupPoliciesCommand({ GroupName, ...from(marker) })),
  getPolicy: (GroupName, PolicyName) =>
    iamRequest('iam:GetGroupPolicy', new GetGroupPolicyCommand({ GroupName, PolicyName })),
  putPolicy: (GroupName, PolicyName, PolicyDocument) =>
    iamRequest('iam:PutGroupPolicy', new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
  deletePolicy: (GroupName, PolicyName) =>
    iamRequest('iam:DeleteGroupPolicy', new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
  listAttached: (GroupName, marker) =>
    iamRequest('iam:ListAttachedGroupPolicies', new ListAttachedGroupPoliciesCommand({ GroupName, ...from(marker) })),
  attach: (GroupName, PolicyArn) =>
    iamRequest('iam:AttachGroupPolicy', new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
  detach: (GroupName, PolicyArn) =>
    iamRequest('iam:DetachGroupPolicy', new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
}
