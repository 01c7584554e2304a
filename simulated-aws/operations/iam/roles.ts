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
import { entityInput, existing, modifiable, onEntity, roleKind } from './entity-kinds.js'
import { entityPath, pathPrefix, policyArn, policyDocument, roleName, tags } from './inputs.js'
import { fullRole, listedRole } from './role-shape.js'

const onRole = onEntity(roleKind)
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
  input: entityInput(roleKind, {}),
  run: ({ account }, { entityName }) => {
    const found = existing(roleKind, account, entityName)
    return found.ok ? { ok: true, result: { Role: fullRole(found.entity) } } : found
  },
})

const listRoles = operation({
  service: 'iam',
  name: 'ListRoles',
  readOnly: true,
  input: z.object({ PathPrefix: pathPrefix, ...pagingInput }),
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
  input: entityInput(roleKind, {}),
  run: ({ account }, { entityName }) => {
    const found = modifiable(roleKind, account, entityName)
    if (!found.ok) return found
    const conflict = deleteObstacle(account, found.entity)
    if (conflict !== undefined) return deleteConflict(`Cannot delete entity, must ${conflict} first.`)
    account.roles.delete(entityName.toLowerCase())
    return done
  },
})

function deleteObstacle(account: Account, role: Role): string | undefined {
  if (role.inlinePolicies.size > 0) return 'delete policies'
  if (role.attachedPolicies.size > 0) return 'detach all policies'
  const isInProfile = [...account.instanceProfiles.values()].some((profile) => profile.role === role)
  return isInProfile ? 'remove roles from instance profile' : undefined
}

const updateAssumeRolePolicy = operation({
  ...onRole,
  name: 'UpdateAssumeRolePolicy',
  readOnly: false,
  input: entityInput(roleKind, { PolicyDocument: policyDocument }),
  run: ({ account }, { entityName, PolicyDocument }) => {
    const found = modifiable(roleKind, account, entityName)
    if (!found.ok) return found
    const trust = parseTrustPolicy(PolicyDocument)
    if (!trust.ok) return malformedPolicyDocument(trust.message)
    found.entity.trustPolicy = PolicyDocument
    policiesChanged(account, found.entity)
    return done
  },
})

export const roleOperations: Operation[] = [createRole, getRole, listRoles, deleteRole, updateAssumeRolePolicy]
