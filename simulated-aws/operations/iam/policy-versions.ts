import { z } from 'zod'
import { type Account, policiesChanged } from '../../account/account.js'
import type { ManagedPolicy, PolicyVersion } from '../../account/entities.js'
import { isAwsManaged } from '../../account/managed-policies.js'
import { percentEncode, sizeWithoutWhiteSpace } from '../../account/policy-text.js'
import type { JsonObject } from '../../json.js'
import {
  accessDenied,
  deleteConflict,
  type Failure,
  limitExceeded,
  malformedPolicyDocument,
  noSuchEntity,
} from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys, seconds } from '../../pipeline/record.js'
import { parsePolicyDocument } from '../../policy/evaluate.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { flag, policyArn, policyDocument } from './inputs.js'
import { findPolicy, managedPolicySizeQuota, onPolicy } from './managed-policies.js'
import { usersOfPolicy } from './policy-uses.js'

/** Versions of one managed policy. */
const versionsPerPolicy = 5

const versionId = z.string().regex(/^v[1-9]\d*$/)
const versionInput = z.object({ PolicyArn: policyArn, VersionId: versionId })

export function versionShape(policy: ManagedPolicy, version: PolicyVersion): JsonObject {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.versionId,
    CreateDate: seconds(version.createDate),
  }
}

type FoundVersion = { ok: true; policy: ManagedPolicy; version: PolicyVersion }

function findVersion(
  account: Account,
  { PolicyArn, VersionId }: z.output<typeof versionInput>,
): FoundVersion | Failure {
  const found = findPolicy(account, PolicyArn)
  if (!found.ok) return found
  const { policy } = found
  const version = policy.versions.find((one) => one.versionId === VersionId)
  if (version !== undefined) return { ok: true, policy, version }
  return noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`)
}

/** AWS's own policies are read only, whatever one's permissions. */
function outsideAccount(arn: string): Failure {
  return accessDenied('query', `Policy ${arn} is outside your own account.`)
}

/** The default version counts for everybody who has the policy, attached or as a boundary. */
function setDefault(account: Account, policy: ManagedPolicy, version: PolicyVersion): void {
  policy.versionId = version.versionId
  policy.document = version.document
  const uses = ['PermissionsPolicy', 'PermissionsBoundary'] as const
  const holders = new Set(uses.flatMap((use) => usersOfPolicy(account, policy.arn, use)))
  for (const holder of holders) policiesChanged(account, holder)
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
const createPolicyVersion = operation({
  ...onPolicy,
  name: 'CreatePolicyVersion',
  readOnly: false,
  input: z.object({ PolicyArn: policyArn, PolicyDocument: policyDocument, SetAsDefault: flag.default(false) }),
  run: ({ account }, { PolicyArn, PolicyDocument: document, SetAsDefault }) => {
    const found = findPolicy(account, PolicyArn)
    if (!found.ok) return found
    const { policy } = found
    if (isAwsManaged(policy)) return outsideAccount(PolicyArn)
    const refusal = refuseDocument(document)
    if (refusal !== undefined) return refusal
    if (policy.versions.length >= versionsPerPolicy) {
      const cure = 'Before you create a new version, you must delete an existing version.'
      return limitExceeded(`A managed policy can have up to ${versionsPerPolicy} versions. ${cure}`)
    }
    policy.newestVersion += 1
    const version = { versionId: `v${policy.newestVersion}`, createDate: account.now(), document }
    policy.versions.push(version)
    if (SetAsDefault) setDefault(account, policy, version)
    const result = { PolicyVersion: versionShape(policy, version) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

function refuseDocument(document: string): Failure | undefined {
  const parsed = parsePolicyDocument(document)
  if (!parsed.ok) return malformedPolicyDocument(parsed.message)
  if (sizeWithoutWhiteSpace(document) <= managedPolicySizeQuota) return undefined
  return limitExceeded(`Cannot exceed quota for PolicySize: ${managedPolicySizeQuota}`)
}

const setDefaultPolicyVersion = operation({
  ...onPolicy,
  name: 'SetDefaultPolicyVersion',
  readOnly: false,
  input: versionInput,
  run: ({ account }, input) => {
    const found = findVersion(account, input)
    if (!found.ok) return found
    if (isAwsManaged(found.policy)) return outsideAccount(input.PolicyArn)
    setDefault(account, found.policy, found.version)
    return done
  },
})

const deletePolicyVersion = operation({
  ...onPolicy,
  name: 'DeletePolicyVersion',
  readOnly: false,
  input: versionInput,
  run: ({ account }, input) => {
    const found = findVersion(account, input)
    if (!found.ok) return found
    const { policy, version } = found
    if (isAwsManaged(policy)) return outsideAccount(input.PolicyArn)
    if (version.versionId === policy.versionId) return deleteConflict('Cannot delete the default version of a policy.')
    policy.versions.splice(policy.versions.indexOf(version), 1)
    return done
  },
})

const getPolicyVersion = operation({
  ...onPolicy,
  name: 'GetPolicyVersion',
  readOnly: true,
  input: versionInput,
  run: ({ account }, input) => {
    const found = findVersion(account, input)
    if (!found.ok) return found
    const { policy, version } = found
    if (version.document === undefined) {
      return noSuchEntity(`Policy ${policy.arn} version ${version.versionId} does not exist or is not attachable.`)
    }
    const shape = versionShape(policy, version)
    return { ok: true, result: { PolicyVersion: { Document: percentEncode(version.document), ...shape } } }
  },
})

const listPolicyVersions = operation({
  ...onPolicy,
  name: 'ListPolicyVersions',
  readOnly: true,
  input: z.object({ PolicyArn: policyArn, ...pagingInput }),
  run: ({ account }, input) => {
    const found = findPolicy(account, input.PolicyArn)
    if (!found.ok) return found
    const { policy } = found
    const versions = page(account, policy.versions, (version) => version.versionId, input)
    if (!versions.ok) return versions
    const Versions = versions.items.map((version) => versionShape(policy, version))
    return { ok: true, result: { Versions, ...pageFields(versions) } }
  },
})

export const policyVersionOperations: Operation[] = [
  ...[createPolicyVersion, setDefaultPolicyVersion, deletePolicyVersion],
  ...[getPolicyVersion, listPolicyVersions],
]
