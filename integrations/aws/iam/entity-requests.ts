import type { IamEntityType } from '../../../src/domain/principal.js'
import { groupRequests } from './group-requests.js'
import type { IamRequest } from './iam-request.js'
import { roleRequests } from './role-requests.js'
import { userRequests } from './user-requests.js'

/** What pages of every listing have in common. */
interface PageOutput {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

export interface PolicyNamesOutput extends PageOutput {
  readonly PolicyNames?: string[] | undefined
}

export interface AttachedPoliciesOutput extends PageOutput {
  readonly AttachedPolicies?: { PolicyArn?: string | undefined; PolicyName?: string | undefined }[] | undefined
}

/** The calls that roles, users and groups have alike. */
export interface EntityRequests {
  readonly listPolicies: (name: string, marker?: string) => IamRequest<PolicyNamesOutput>
  readonly getPolicy: (name: string, policyName: string) => IamRequest<{ PolicyDocument?: string | undefined }>
  readonly putPolicy: (name: string, policyName: string, document: string) => IamRequest<object>
  readonly deletePolicy: (name: string, policyName: string) => IamRequest<object>
  readonly listAttached: (name: string, marker?: string) => IamRequest<AttachedPoliciesOutput>
  readonly attach: (name: string, policyArn: string) => IamRequest<object>
  readonly detach: (name: string, policyArn: string) => IamRequest<object>
}

/** The only place that turns (type of entity, action) into an SDK command: a type without all of them does not compile. */
export const entityRequests: Readonly<Record<IamEntityType, EntityRequests>> = {
  role: roleRequests,
  user: userRequests,
  group: groupRequests,
}
