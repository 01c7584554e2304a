import { z } from 'zod'
import { type Account, policiesChanged } from '../../account/account.js'
import type { Role, User } from '../../account/entities.js'
import { percentEncode, sizeWithoutWhiteSpace } from '../../account/policy-text.js'
import { type Failure, limitExceeded, malformedPolicyDocument, noSuchEntity } from '../../pipeline/aws-error.js'
import { done, type Reply } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { parsePolicyDocument } from '../../policy/evaluate.js'
import { type PageRequest, page, pageFields, pagingInput } from '../paging.js'
import {
  existingRole,
  existingUser,
  modifiableRole,
  policyDocument,
  policyName,
  roleConditions,
  roleName,
  roleResource,
  userName,
  userResource,
} from './inputs.js'

/** What one principal's inline policies may hold together, in characters without white space (reference_iam-quotas). */
export const inlinePolicyQuota = { role: 10_240, user: 2_048 } as const

const onRole = { service: 'iam', resource: roleResource, conditions: roleConditions } as const
const onUser = { service: 'iam', resource: userResource } as const

/** "Adds or updates": an existing policy of the same name is overwritten without a word. IAM has no If-Match. */
function put(account: Account, holder: Role | User, name: string, text: string): Reply {
  const parsed = parsePolicyDocument(text)
  if (!parsed.ok) return malformedPolicyDocument(parsed.message)
  const quota = inlinePolicyQuota[holder.kind]
  const others = [...holder.inlinePolicies].filter(([other]) => other !== name).map(([, document]) => document)
  const size = [...others, text].reduce((sum, document) => sum + sizeWithoutWhiteSpace(document), 0)
  if (size > quota)
    return limitExceeded(`Maximum policy size of ${quota} bytes exceeded for ${holder.kind} ${holder.name}`)
  holder.inlinePolicies.set(name, text)
  policiesChanged(account, holder)
  return done
}

function get(holder: Role | User, name: string): { ok: true; encoded: string } | Failure {
  const text = holder.inlinePolicies.get(name)
  return text === undefined ? missing(holder, name) : { ok: true, encoded: percentEncode(text) }
}

function list(account: Account, holder: Role | User, request: PageRequest): Reply {
  const names = page(account, [...holder.inlinePolicies.keys()], (name) => name, request)
  return names.ok ? { ok: true, result: { PolicyNames: names.items, ...pageFields(names) } } : names
}

function remove(account: Account, holder: Role | User, name: string): Reply {
  if (!holder.inlinePolicies.delete(name)) return missing(holder, name)
  policiesChanged(account, holder)
  return done
}

function missing(holder: Role | User, name: string): Failure {
  return noSuchEntity(`The ${holder.kind} policy with name ${name} cannot be found.`)
}

const putRolePolicy = operation({
  ...onRole,
  name: 'PutRolePolicy',
  readOnly: false,
  input: z.object({ RoleName: roleName, PolicyName: policyName, PolicyDocument: policyDocument }),
  run: ({ account }, input) => {
    const found = modifiableRole(account, input.RoleName)
    return found.ok ? put(account, found.role, input.PolicyName, input.PolicyDocument) : found
  },
})

const getRolePolicy = operation({
  ...onRole,
  name: 'GetRolePolicy',
  readOnly: true,
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  run: ({ account }, { RoleName, PolicyName }) => {
    const found = existingRole(account, RoleName)
    const policy = found.ok ? get(found.role, PolicyName) : found
    if (!policy.ok) return policy
    return {
      ok: true,
      result: { RoleName: found.ok ? found.role.name : RoleName, PolicyName, PolicyDocument: policy.encoded },
    }
  },
})

const listRolePolicies = operation({
  ...onRole,
  name: 'ListRolePolicies',
  readOnly: true,
  input: z.object({ RoleName: roleName, ...pagingInput }),
  run: ({ account }, input) => {
    const found = existingRole(account, input.RoleName)
    return found.ok ? list(account, found.role, input) : found
  },
})

const deleteRolePolicy = operation({
  ...onRole,
  name: 'DeleteRolePolicy',
  readOnly: false,
  input: z.object({ RoleName: roleName, PolicyName: policyName }),
  run: ({ account }, input) => {
    const found = modifiableRole(account, input.RoleName)
    return found.ok ? remove(account, found.role, input.PolicyName) : found
  },
})

const putUserPolicy = operation({
  ...onUser,
  name: 'PutUserPolicy',
  readOnly: false,
  input: z.object({ UserName: userName, PolicyName: policyName, PolicyDocument: policyDocument }),
  run: ({ account }, input) => {
    const found = existingUser(account, input.UserName)
    return found.ok ? put(account, found.user, input.PolicyName, input.PolicyDocument) : found
  },
})

const getUserPolicy = operation({
  ...onUser,
  name: 'GetUserPolicy',
  readOnly: true,
  input: z.object({ UserName: userName, PolicyName: policyName }),
  run: ({ account }, { UserName, PolicyName }) => {
    const found = existingUser(account, UserName)
    const policy = found.ok ? get(found.user, PolicyName) : found
    if (!policy.ok) return policy
    return { ok: true, result: { UserName, PolicyName, PolicyDocument: policy.encoded } }
  },
})

const listUserPolicies = operation({
  ...onUser,
  name: 'ListUserPolicies',
  readOnly: true,
  input: z.object({ UserName: userName, ...pagingInput }),
  run: ({ account }, input) => {
    const found = existingUser(account, input.UserName)
    return found.ok ? list(account, found.user, input) : found
  },
})

const deleteUserPolicy = operation({
  ...onUser,
  name: 'DeleteUserPolicy',
  readOnly: false,
  input: z.object({ UserName: userName, PolicyName: policyName }),
  run: ({ account }, input) => {
    const found = existingUser(account, input.UserName)
    return found.ok ? remove(account, found.user, input.PolicyName) : found
  },
})

export const inlinePolicyOperations: Operation[] = [
  ...[putRolePolicy, getRolePolicy, listRolePolicies, deleteRolePolicy],
  ...[putUserPolicy, getUserPolicy, listUserPolicies, deleteUserPolicy],
]
