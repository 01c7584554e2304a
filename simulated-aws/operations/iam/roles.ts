import { z } from 'zod'
import { type Account, findRole, iamArn, policiesChanged } from '../../account/account.js'
import type { Role } from '../../account/entities.js'
import { randomId } from '../../account/identifiers.js'
import { PolicyHistory } from '../../account/policy-history.js'
import {
  deleteConflict,
  entityAlreadyExists,
  invalidInput,
  malformedPolicyDocument,
  noSuchEntity,
} from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { lowerKeys } from '../../pipeline/record.js'
import { parseTrustPolicy } from '../../policy/evaluate.js'
import { page, pageFields, pagingInput } from '../paging.js'
import {
  entityPath,
  existingRole,
  modifiableRole,
  policyArn,
  policyDocument,
  roleConditions,
  roleName,
  roleResource,
  tags,
} from './inputs.js'
import { fullRole, listedRole } from './role-shape.js'

const onRole = { service: 'iam', resource: roleResource, conditions: roleConditions } as const
const createInput = z.object({
  RoleName: roleName,
  Path: entityPath.default('/'),
  AssumeRolePolicyDocument: policyDocument,
  Description: z.string().max(1000).optional(),
  MaxSessionDuration: z.coerce.number().int().min(3600).max(43_200).default(3600),
  PermissionsBoundary: policyArn.optional(),
  Tags: tags.default([]),
})

const createRole = operation({
  service: 'iam',
  name: 'CreateRole',
  readOnly: false,
  input: createInput,
  resource: (account, { Path, RoleName }) => iamArn(account, `role${Path}${RoleName}`),
  run: ({ account }, input) => {
    const trust = parseTrustPolicy(input.AssumeRolePolicyDocument)
    if (!trust.ok) return malformedPolicyDocument(trust.message)
    if (findRole(account, input.RoleName))
      return entityAlreadyExists(`Role with name ${input.RoleName} already exists.`)
    if (/^\/aws-(service-role|reserved)\//.test(input.Path))
      return invalidInput(`Path ${input.Path} is reserved for AWS.`)
    const boundary = input.PermissionsBoundary
    if (boundary !== undefined && !account.managedPolicies.has(boundary)) {
      return noSuchEntity(`Scope ARN: ${boundary} does not exist or is not attachable.`)
    }
    const role = newRole(account, input)
    account.roles.set(role.name.toLowerCase(), role)
    policiesChanged(account, role)
    const result = { Role: fullRole(role) }
    return { ok: true, result, responseElements: lowerKeys(result) }
  },
})

function newRole(account: Account, input: z.output<typeof createInput>): Role {
  return {
    kind: 'role',
    name: input.RoleName,
    path: input.Path,
    arn: iamArn(account, `role${input.Path}${input.RoleName}`),
    roleId: randomId('AROA', account.random),
    createDate: account.now(),
    description: input.Description,
    maxSessionDurationSeconds: input.MaxSessionDuration,
    trustPolicy: input.AssumeRolePolicyDocument,
    inlinePolicies: new Map(),
    attachedPolicies: new Map(),
    permissionsBoundaryArn: input.PermissionsBoundary,
    tags: new Map(input.Tags.map(({ Key, Value }) => [Key, Value])),
    lastUsed: undefined,
    history: new PolicyHistory(),
  }
}

const getRole = operation({
  ...onRole,
  name: 'GetRole',
  readOnly: true,
  input: z.object({ RoleName: roleName }),
  run: ({ account }, { RoleName }) => {
    const found = existingRole(account, RoleName)
    return found.ok ? { ok: true, result: { Role: fullRole(found.role) } } : found
  },
})

const listRoles = operation({
  service: 'iam',
  name: 'ListRoles',
  readOnly: true,
  input: z.object({ PathPrefix: z.string().startsWith('/').default('/'), ...pagingInput }),
  resource: (account) => iamArn(account, 'role/'),
  run: ({ account }, input) => {
    const matching = [...account.roles.values()].filter((role) => role.path.startsWith(input.PathPrefix))
    const roles = page(account, matching, (role) => role.name, input)
    return roles.ok ? { ok: true, result: { Roles: roles.items.map(listedRole), ...pageFields(roles) } } : roles
  },
})

const deleteRole = operation({
  ...onRole,
  name: 'DeleteRole',
  readOnly: false,
  input: z.object({ RoleName: roleName }),
  run: ({ account }, { RoleName }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    if (found.role.inlinePolicies.size > 0) return deleteConflict('Cannot delete entity, must delete policies first.')
    if (found.role.attachedPolicies.size > 0)
      return deleteConflict('Cannot delete entity, must detach all policies first.')
    account.roles.delete(RoleName.toLowerCase())
    return done
  },
})

const updateAssumeRolePolicy = operation({
  ...onRole,
  name: 'UpdateAssumeRolePolicy',
  readOnly: false,
  input: z.object({ RoleName: roleName, PolicyDocument: policyDocument }),
  run: ({ account }, { RoleName, PolicyDocument }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    const trust = parseTrustPolicy(PolicyDocument)
    if (!trust.ok) return malformedPolicyDocument(trust.message)
    found.role.trustPolicy = PolicyDocument
    policiesChanged(account, found.role)
    return done
  },
})

/** EC2 is not simulated, so no role is in an instance profile. */
const listInstanceProfilesForRole = operation({
  ...onRole,
  name: 'ListInstanceProfilesForRole',
  readOnly: true,
  input: z.object({ RoleName: roleName, ...pagingInput }),
  run: ({ account }, input) => {
    const found = existingRole(account, input.RoleName)
    if (!found.ok) return found
    const none = page(account, [], String, input)
    return none.ok ? { ok: true, result: { InstanceProfiles: [], ...pageFields(none) } } : none
  },
})

export const roleOperations: Operation[] = [
  ...[createRole, getRole, listRoles, deleteRole],
  ...[updateAssumeRolePolicy, listInstanceProfilesForRole],
]
