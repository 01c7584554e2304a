import { z } from 'zod'
import { type Account, iamArn } from '../../account/account.js'
import type { ManagedPolicy } from '../../account/entities.js'
import { isAwsManaged, managedPolicy } from '../../account/managed-policies.js'
import { sizeWithoutWhiteSpace } from '../../account/policy-text.js'
import type { JsonObject } from '../../json.js'
import {
  entityAlreadyExists,
  type Failure,
  limitExceeded,
  malformedPolicyDocument,
  noSuchEntity,
} from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { parsePolicyDocument } from '../../policy/evaluate.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { entityPath, flag, pathPrefix, policyArn, policyDocument, policyName } from './inputs.js'
import { usersOfPolicy } from './policy-uses.js'

/** Characters of one managed policy, white space not counted. */
export const managedPolicySizeQuota = 6_144

/** What ListPolicies returns of a policy. */
export function policyShape(account: Account, policy: ManagedPolicy): JsonObject {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.versionId,
    AttachmentCount: usersOfPolicy(account, policy.arn, 'PermissionsPolicy').length,
    PermissionsBoundaryUsageCount: usersOfPolicy(account, policy.arn, 'PermissionsBoundary').length,
    IsAttachable: true,
    CreateDate: seconds(policy.createDate),
    UpdateDate: seconds(policy.versions.at(-1)?.createDate ?? policy.createDate),
  }
}

type WithArn = { PolicyArn: string }
/** Service and resource of an operation on one policy. */
export const onPolicy = { service: 'iam', resource: (_: Account, { PolicyArn }: WithArn) => PolicyArn } as const

export function findPolicy(account: Account, arn: string): { ok: true; policy: ManagedPolicy } | Failure {
  const policy = account.managedPolicies.get(arn)
  return policy === undefined ? noSuchEntity(`Policy ${arn} was not found.`) : { ok: true, policy }
}

const createPolicy = operation({
  service: 'iam',
  name: 'CreatePolicy',
  readOnly: false,
  input: z.object({
    PolicyName: policyName,
    Path: entityPath.default('/'),
    PolicyDocument: policyDocument,
    Description: z.string().max(1000).optional(),
  }),
  resource: (account, { Path, PolicyName }) => iamArn(account, `policy${Path}${PolicyName}`),
  run: ({ account }, { PolicyName, Path, PolicyDocument: document, Description: description }) => {
    const parsed = parsePolicyDocument(document)
    if (!parsed.ok) return malformedPolicyDocument(parsed.message)
    if (sizeWithoutWhiteSpace(document) > managedPolicySizeQuota) {
      return limitExceeded(`Cannot exceed quota for PolicySize: ${managedPolicySizeQuota}`)
    }
    const arn = iamArn(account, `policy${Path}${PolicyName}`)
    if (isNameTaken(account, PolicyName)) return entityAlreadyExists(`A policy called ${PolicyName} already exists.`)
    const policy = managedPolicy({ arn, document, description, createDate: account.now() })
    account.managedPolicies.set(arn, policy)
    const result = { Policy: policyShape(account, policy) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

/** Names are the account's, whatever the path. */
function isNameTaken(account: Account, name: string): boolean {
  const own = [...account.managedPolicies.values()].filter((policy) => !isAwsManaged(policy))
  return own.some((policy) => policy.name.toLowerCase() === name.toLowerCase())
}

const getPolicy = operation({
  ...onPolicy,
  name: 'GetPolicy',
  readOnly: true,
  input: z.object({ PolicyArn: policyArn }),
  run: ({ account }, { PolicyArn }) => {
    const found = findPolicy(account, PolicyArn)
    if (!found.ok) return found
    const { description } = found.policy
    const Policy = policyShape(account, found.policy)
    return {
      ok: true,
      result: { Policy: { ...Policy, ...(description !== undefined && { Description: description }) } },
    }
  },
})

const listPolicies = operation({
  service: 'iam',
  name: 'ListPolicies',
  readOnly: true,
  input: z.object({
    Scope: z.enum(['All', 'AWS', 'Local']).default('All'),
    OnlyAttached: flag.default(false),
    PathPrefix: pathPrefix,
    ...pagingInput,
  }),
  resource: (account) => iamArn(account, 'policy/'),
  run: ({ account }, input) => {
    const matching = [...account.managedPolicies.values()].filter(
      (policy) =>
        policy.path.startsWith(input.PathPrefix) &&
        (input.Scope === 'All' || (input.Scope === 'AWS') === isAwsManaged(policy)) &&
        (!input.OnlyAttached || usersOfPolicy(account, policy.arn, 'PermissionsPolicy').length > 0),
    )
    const policies = page(account, matching, ({ arn }) => arn, input)
    if (!policies.ok) return policies
    const Policies = policies.items.map((policy) => policyShape(account, policy))
    return { ok: true, result: { Policies, ...pageFields(policies) } }
  },
})

export const managedPolicyOperations: Operation[] = [createPolicy, getPolicy, listPolicies]
