import { managedDenyAllArn } from '../../src/containment/document.js'
import type { Partition } from '../../src/domain/partition.js'
import { type Permission, type PermissionScope, type Purpose, permissions } from './permissions.js'

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyTarget {
  readonly partition: Partition
  readonly accountId: string
}

const scopeWord: Readonly<Record<Exclude<PermissionScope, 'assumedRole'>, string>> = {
  role: 'Roles',
  user: 'Users',
  group: 'Groups',
  entity: 'Entities',
  anything: 'Account',
}

/**
 * The least that the program needs in one account for these purposes: writes on the account's roles, users and groups
 * only, managed policies only AWSDenyAll. IAM has no condition for the name or text of an inline policy, so whoever holds
 * the `contain` part can in effect grant anything: guard that role like an administrator's. What base credentials need to
 * assume the role is `assumeRolePolicy`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function iamPolicyFor(wanted: readonly Purpose[], target: PolicyTarget): PolicyDocument {
  const granted: readonly Permission[] = permissions.filter((permission) =>
    permission.for.some((purpose) => wanted.includes(purpose)),
  )
  const statements = scopes.flatMap((scope) => {
    const [word, Resource] = [scopeWord[scope], resourceOf(scope, target)]
    const here = granted.filter(({ on }) => on === scope)
    const free = here.filter(({ onlyDenyAll }) => !onlyDenyAll).map(({ action }) => action)
    const bound = here.filter(({ onlyDenyAll }) => onlyDenyAll).map(({ action }) => action)
    const Condition = { ArnEquals: { 'iam:PolicyARN': managedDenyAllArn(target.partition) } }
    return [
      ...(free.length > 0 ? [{ Sid: word, Effect: 'Allow', Action: free, Resource } as const] : []),
      ...(bound.length > 0
        ? [{ Sid: `${word}DenyAllOnly`, Effect: 'Allow', Action: bound, Resource, Condition } as const]
        : []),
    ]
  })
  return { Version: '2012-10-17', Statement: statements }
}

const scopes = ['role', 'user', 'group', 'entity', 'anything'] as const

function resourceOf(scope: (typeof scopes)[number], target: PolicyTarget): string | string[] {
  if (scope === 'anything') return '*'
  if (scope === 'entity') return entityArns(target.partition, target.accountId)
  return `arn:${target.partition}:iam::${target.accountId}:${scope}/*`
}

/** Every role, user and group of an account; `*` for every account. */
export function entityArns(partition: Partition, accountId: string): string[] {
  return ['role', 'user', 'group'].map((type) => `arn:${partition}:iam::${accountId}:${type}/*`)
}

/** What the base credentials need besides: to assume the one role. The role's trust policy must let them, too. */
export function assumeRolePolicy(roleArn: string): PolicyDocument {
  const Action = permissions.filter(({ on }) => on === 'assumedRole').map(({ action }) => action)
  return { Version: '2012-10-17', Statement: [{ Sid: 'Assume', Effect: 'Allow', Action, Resource: roleArn }] }
}
