import { z } from 'zod'
import { type Account, groupsOf } from '../../account/account.js'
import type { Group, ManagedPolicy, PolicyHolder, Role, User } from '../../account/entities.js'
import { isAwsManaged } from '../../account/managed-policies.js'
import { percentEncode } from '../../account/policy-text.js'
import { assertNever } from '../../assert-never.js'
import type { JsonObject } from '../../json.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { page, pageFields, pagingInput } from '../paging.js'
import { listOf } from './inputs.js'
import { instanceProfileShape, profilesOf } from './instance-profiles.js'
import { policyShape } from './managed-policies.js'
import { usersOfPolicy } from './policy-uses.js'
import { versionShape } from './policy-versions.js'
import { lastUsedShape, listedRole } from './role-shape.js'
import { boundaryShape, groupShape, listedUser, tagsShape } from './user-shape.js'

const filters = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const
type Filter = (typeof filters)[number]

type Detail =
  | { kind: 'User'; entity: User }
  | { kind: 'Group'; entity: Group }
  | { kind: 'Role'; entity: Role }
  | { kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; entity: ManagedPolicy }

/**
 * The whole of IAM in pages that run over its kinds: users first, then groups, roles and policies. Of AWS's own
 * policies only those in use are told.
 */
const getAccountAuthorizationDetails = operation({
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  readOnly: true,
  input: z.object({ Filter: listOf(z.enum(filters)).default([]), ...pagingInput }),
  run: ({ account }, input) => {
    const wanted = new Set<Filter>(input.Filter.length === 0 ? filters : input.Filter)
    const details = allDetails(account).filter(({ kind }) => wanted.has(kind))
    const shown = page(account, details, ({ kind, entity }) => `${filters.indexOf(kind)} ${entity.arn}`, input)
    return shown.ok ? { ok: true, result: { ...lists(account, shown.items), ...pageFields(shown) } } : shown
  },
})

function allDetails(account: Account): Detail[] {
  const details: Detail[] = [
    ...[...account.users.values()].map((entity) => ({ kind: 'User', entity }) as const),
    ...[...account.groups.values()].map((entity) => ({ kind: 'Group', entity }) as const),
    ...[...account.roles.values()].map((entity) => ({ kind: 'Role', entity }) as const),
  ]
  const policies = [...account.managedPolicies.values()].filter(
    (policy) => !isAwsManaged(policy) || isInUse(account, policy),
  )
  for (const entity of policies) {
    details.push({ kind: isAwsManaged(entity) ? 'AWSManagedPolicy' : 'LocalManagedPolicy', entity })
  }
  return details
}

function isInUse(account: Account, { arn }: ManagedPolicy): boolean {
  return (['PermissionsPolicy', 'PermissionsBoundary'] as const).some(
    (use) => usersOfPolicy(account, arn, use).length > 0,
  )
}

type Lists = Record<'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies', JsonObject[]>

function lists(account: Account, details: Detail[]): Lists {
  const found: Lists = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] }
  for (const detail of details) {
    switch (detail.kind) {
      case 'User':
        found.UserDetailList.push(userDetail(account, detail.entity))
        break
      case 'Group':
        found.GroupDetailList.push({
          ...groupShape(detail.entity),
          GroupPolicyList: inlineList(detail.entity),
          AttachedManagedPolicies: attachedList(detail.entity),
        })
        break
      case 'Role':
        found.RoleDetailList.push(roleDetail(account, detail.entity))
        break
      case 'LocalManagedPolicy':
      case 'AWSManagedPolicy':
        found.Policies.push({ ...policyShape(account, detail.entity), PolicyVersionList: versionList(detail.entity) })
        break
      default:
        return assertNever(detail)
    }
  }
  return found
}

function userDetail(account: Account, user: User): JsonObject {
  return {
    ...listedUser(user),
    UserPolicyList: inlineList(user),
    GroupList: groupsOf(account, user).map(({ name }) => name),
    AttachedManagedPolicies: attachedList(user),
    ...boundaryShape(user),
    ...tagsShape(user),
  }
}

function roleDetail(account: Account, role: Role): JsonObject {
  // Unlike GetRole, this tells neither Description nor MaxSessionDuration.
  const { Description, MaxSessionDuration, ...shape } = listedRole(role)
  return {
    ...shape,
    InstanceProfileList: profilesOf(account, role.roleId).map(instanceProfileShape),
    RolePolicyList: inlineList(role),
    AttachedManagedPolicies: attachedList(role),
    ...boundaryShape(role),
    ...tagsShape(role),
    RoleLastUsed: lastUsedShape(role),
  }
}

function inlineList({ inlinePolicies }: PolicyHolder): JsonObject[] {
  return [...inlinePolicies].map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: percentEncode(text) }))
}

function attachedList({ attachedPolicies }: PolicyHolder): JsonObject[] {
  return [...attachedPolicies].map(([PolicyArn, PolicyName]) => ({ PolicyName, PolicyArn }))
}

function versionList(policy: ManagedPolicy): JsonObject[] {
  return policy.versions.flatMap((version) =>
    version.document === undefined
      ? []
      : [{ Document: percentEncode(version.document), ...versionShape(policy, version) }],
  )
}

export const authorizationDetailOperations: Operation[] = [getAccountAuthorizationDetails]
