import type { Account } from '../../account/account.js'
import type { PolicyEntity } from './entity-kinds.js'

export type PolicyUse = 'PermissionsPolicy' | 'PermissionsBoundary'

/** Every role, user and group that a managed policy is attached to, or that has it as its boundary. */
export function usersOfPolicy(account: Account, arn: string, use: PolicyUse): PolicyEntity[] {
  const principals = [...account.roles.values(), ...account.users.values()]
  if (use === 'PermissionsBoundary') return principals.filter((one) => one.permissionsBoundaryArn === arn)
  return [...principals, ...account.groups.values()].filter(({ attachedPolicies }) => attachedPolicies.has(arn))
}
