import { managedDenyAllArn } from '../../src/containment/document.js'
import type { Partition } from '../../src/domain/partition.js'
import type { EntityType } from '../../src/domain/principal.js'
import type { PermissionScope } from './permission-scope.js'
import { type AwsRole, type Permission, type Purpose, permissions } from './permissions.js'

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
  rolesAnywhereProfile: 'Profiles',
  trustAnchor: 'TrustAnchors',
  anything: 'Account',
}

/**
 * The least that the program needs in one account for these purposes: writes on the account's roles, users and groups
 * only, managed policies only AWSDenyAll. IAM has no condition for the name or text of an inline policy, so whoever holds
 * the `contain` part can in effect grant anything: guard that role like an administrator's. With `role`, only what that one
 * of the two roles does. What base credentials need to assume them is `assumeRolePolicy`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function iamPolicyFor(
  wanted: readonly Purpose[],
  target: PolicyTarget,
  role: AwsRole | null = null,
): PolicyDocument {
  const granted = permissions.filter(
    (permission: Permission) =>
      permission.for.some((purpose) => wanted.includes(purpose)) && (role === null || permission.by.includes(role)),
  )
  const statements = scopes.flatMap((scope) => {
    const [word, Resource] = [scopeWord[scope], resourceOf(scope, target)]
    const here: readonly Permission[] = granted.filter(({ on }) => on === scope)
    return statementsFor(here, word, Resource, target.partition)
  })
  return { Version: '2012-10-17', Statement: statements }
}

/** Managed policies are attached and detached only if they are AWSDenyAll. */
function statementsFor(
  granted: readonly Permission[],
  word: string,
  Resource: string | string[],
  partition: Partition,
): PolicyStatement[] {
  const free = granted.filter(({ onlyDenyAll }) => !onlyDenyAll).map(({ action }) => action)
  const bound = granted.filter(({ onlyDenyAll }) => onlyDenyAll).map(({ action }) => action)
  const Condition = { ArnEquals: { 'iam:PolicyARN': managedDenyAllArn(partition) } }
  return [
    ...(free.length > 0 ? [{ Sid: word, Effect: 'Allow', Action: free, Resource } as const] : []),
    ...(bound.length > 0
      ? [{ Sid: `${word}DenyAllOnly`, Effect: 'Allow', Action: bound, Resource, Condition } as const]
      : []),
  ]
}

const scopes = ['role', 'user', 'group', 'entity', 'rolesAnywhereProfile', 'trustAnchor', 'anything'] as const

function resourceOf(scope: (typeof scopes)[number], target: PolicyTarget): string | string[] {
  if (scope === 'anything') return '*'
  if (scope === 'entity') return entityArns(target.partition, target.accountId)
  if (scope === 'rolesAnywhereProfile') return anywhereArn(target, '*', 'profile/*')
  if (scope === 'trustAnchor') return anywhereArn(target, '*', 'trust-anchor/*')
  return `arn:${target.partition}:iam::${target.accountId}:${scope}/*`
}

function anywhereArn({ partition, accountId }: PolicyTarget, region: string, resource: string): string {
  return `arn:${partition}:rolesanywhere:${region}:${accountId}:${resource}`
}

/** Every role, user and group of an account; `*` for every account. */
export function entityArns(partition: Partition, accountId: string): string[] {
  return ['role', 'user', 'group'].map((type) => `arn:${partition}:iam::${accountId}:${type}/*`)
}

const roleArn = /^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/

/**
 * What the base credentials need besides: to assume these roles. Each role's trust policy must let them, too. Throws
 * RangeError for anything but roles: a wildcard would be a way into others.
 */
export function assumeRolePolicy(roleArns: readonly string[]): PolicyDocument {
  const odd = roleArns.find((arn) => !roleArn.test(arn))
  if (odd !== undefined) throw new RangeError(`${odd} is not the ARN of one role.`)
  const Action = permissions.filter(({ on }) => on === 'assumedRole').map(({ action }) => action)
  return { Version: '2012-10-17', Statement: [{ Sid: 'Assume', Effect: 'Allow', Action, Resource: [...roleArns] }] }
}

/** What a session of the role that looks makes use of, on whatever it is. */
export function lookingStatements(partition: Partition): readonly PolicyStatement[] {
  const granted = permissions.filter((permission: Permission) => permission.by.includes('investigate'))
  return statementsFor(granted, 'Look', '*', partition)
}

/**
 * What a session of the role that writes makes use of, on one entity. With a profile go the trust anchors of its account and
 * Region: which of them the plan names is not known by the profile.
 */
export function writingStatements(type: EntityType, arn: string, partition: Partition): readonly PolicyStatement[] {
  const grantedOn = (scope: PermissionScope) =>
    permissions.filter((permission: Permission) => permission.by.includes('contain') && permission.on === scope)
  const own = statementsFor(grantedOn(type), 'Write', arn, partition)
  if (type !== 'rolesAnywhereProfile') return own
  const anchors = arn.replace(/:profile\/[^/]*$/, ':trust-anchor/*')
  return [...own, ...statementsFor(grantedOn('trustAnchor'), 'WriteAnchors', anchors, partition)]
}
