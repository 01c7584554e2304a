import { z } from 'zod'
import { type Account, policiesChanged } from '../../account/account.js'
import { limitExceeded, noSuchEntity } from '../../pipeline/aws-error.js'
import { done } from '../../pipeline/call.js'
import { type ConditionKeys, type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { existingRole, modifiableRole, policyArn, roleConditions, roleName, roleResource } from './inputs.js'

/** The quota that an account begins with; AWS raises it to 20 on request. */
export const managedPoliciesPerRole = 10

const input = z.object({ RoleName: roleName, PolicyArn: policyArn })

/** iam:PolicyARN is what lets a responder be allowed to attach AWSDenyAll and nothing else. */
const conditions = (account: Account, request: z.output<typeof input>): ConditionKeys => ({
  ...roleConditions(account, request),
  'iam:PolicyARN': request.PolicyArn,
})

const attachRolePolicy = operation({
  service: 'iam',
  name: 'AttachRolePolicy',
  readOnly: false,
  input,
  resource: roleResource,
  conditions,
  run: ({ account }, { RoleName, PolicyArn }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    const policy = account.managedPolicies.get(PolicyArn)
    if (policy === undefined) return noSuchEntity(`Policy ${PolicyArn} does not exist or is not attachable.`)
    const { attachedPolicies } = found.role
    if (attachedPolicies.has(PolicyArn)) return done
    if (attachedPolicies.size >= managedPoliciesPerRole) {
      return limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${managedPoliciesPerRole}`)
    }
    attachedPolicies.set(PolicyArn, policy.name)
    policiesChanged(account, found.role)
    return done
  },
})

const detachRolePolicy = operation({
  service: 'iam',
  name: 'DetachRolePolicy',
  readOnly: false,
  input,
  resource: roleResource,
  conditions,
  run: ({ account }, { RoleName, PolicyArn }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    if (!found.role.attachedPolicies.delete(PolicyArn)) return noSuchEntity(`Policy ${PolicyArn} was not found.`)
    policiesChanged(account, found.role)
    return done
  },
})

const listAttachedRolePolicies = operation({
  service: 'iam',
  name: 'ListAttachedRolePolicies',
  readOnly: true,
  input: z.object({ RoleName: roleName, PathPrefix: z.string().optional(), ...pagingInput }),
  resource: roleResource,
  conditions: roleConditions,
  run: ({ account }, request) => {
    const found = existingRole(account, request.RoleName)
    if (!found.ok) return found
    const policies = page(account, [...found.role.attachedPolicies], ([arn]) => arn, request)
    if (!policies.ok) return policies
    const AttachedPolicies = policies.items.map(([PolicyArn, PolicyName]) => ({ PolicyName, PolicyArn }))
    return { ok: true, result: { AttachedPolicies, ...pageFields(policies) } }
  },
})

const boundaryInput = z.object({ RoleName: roleName, PermissionsBoundary: policyArn })

const putRolePermissionsBoundary = operation({
  service: 'iam',
  name: 'PutRolePermissionsBoundary',
  readOnly: false,
  input: boundaryInput,
  resource: roleResource,
  conditions: (account, request) => ({
    ...roleConditions(account, request),
    'iam:PermissionsBoundary': request.PermissionsBoundary,
  }),
  run: ({ account }, request) => {
    const found = modifiableRole(account, request.RoleName)
    if (!found.ok) return found
    if (!account.managedPolicies.has(request.PermissionsBoundary)) {
      return noSuchEntity(`Policy ${request.PermissionsBoundary} does not exist or is not attachable.`)
    }
    found.role.permissionsBoundaryArn = request.PermissionsBoundary
    policiesChanged(account, found.role)
    return done
  },
})

const deleteRolePermissionsBoundary = operation({
  service: 'iam',
  name: 'DeleteRolePermissionsBoundary',
  readOnly: false,
  input: z.object({ RoleName: roleName }),
  resource: roleResource,
  conditions: roleConditions,
  run: ({ account }, { RoleName }) => {
    const found = modifiableRole(account, RoleName)
    if (!found.ok) return found
    found.role.permissionsBoundaryArn = undefined
    policiesChanged(account, found.role)
    return done
  },
})

export const attachedPolicyOperations: Operation[] = [
  ...[attachRolePolicy, detachRolePolicy, listAttachedRolePolicies],
  ...[putRolePermissionsBoundary, deleteRolePermissionsBoundary],
]
