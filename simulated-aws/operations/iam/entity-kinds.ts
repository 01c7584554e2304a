import { z } from 'zod'
import { type Account, findGroup, findRole, findUser, iamArn } from '../../account/account.js'
import type { Group, Role, User } from '../../account/entities.js'
import { type Failure, noSuchEntity, unmodifiableEntity } from '../../pipeline/aws-error.js'
import type { ConditionKeys } from '../../pipeline/operation.js'
import { groupName, roleName, userName } from './inputs.js'

export type PolicyEntity = Role | User | Group

/** What tells IAM's operations on roles, users and groups apart: they are the same operations three times. */
export type EntityKind<Entity extends PolicyEntity> = {
  /** As in AttachRolePolicy, RoleName and TagsPerRole. */
  readonly label: 'Role' | 'User' | 'Group'
  readonly nameSchema: z.ZodString
  readonly find: (account: Account, name: string) => Entity | undefined
}

export const roleKind: EntityKind<Role> = { label: 'Role', nameSchema: roleName, find: findRole }
export const userKind: EntityKind<User> = { label: 'User', nameSchema: userName, find: findUser }
export const groupKind: EntityKind<Group> = { label: 'Group', nameSchema: groupName, find: findGroup }

type Named = { entityName: string }

/** The input of an operation on one entity: RoleName, UserName or GroupName, read as `entityName`, and `shape`. */
export function entityInput<Shape extends z.ZodRawShape>(
  { label, nameSchema }: Pick<EntityKind<PolicyEntity>, 'label' | 'nameSchema'>,
  shape: Shape,
) {
  const parameter = `${label}Name`
  const named = z
    .object({ [parameter]: nameSchema })
    .transform((given): Named => ({ entityName: given[parameter] ?? '' }))
  return z.intersection(named, z.object(shape))
}

/** Service, resource and condition keys of an operation on one entity: its ARN, and its tags under both their names. */
export function onEntity<Entity extends PolicyEntity>(kind: EntityKind<Entity>) {
  return {
    service: 'iam',
    resource: (account: Account, { entityName }: Named) => entityResource(kind, account, entityName),
    conditions: (account: Account, { entityName }: Named) => tagConditions(kind.find(account, entityName)),
  } as const
}

/** The entity's ARN with its path, or the bare name where there is none such. */
export function entityResource<Entity extends PolicyEntity>(
  { label, find }: EntityKind<Entity>,
  account: Account,
  name: string,
): string {
  return find(account, name)?.arn ?? iamArn(account, `${label.toLowerCase()}/${name}`)
}

export function tagConditions(entity: PolicyEntity | undefined): ConditionKeys {
  if (entity === undefined || entity.kind === 'group') return {}
  return Object.fromEntries(
    [...entity.tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  )
}

export type Found<Entity> = { ok: true; entity: Entity } | Failure

export function existing<Entity extends PolicyEntity>(
  { label, find }: EntityKind<Entity>,
  account: Account,
  name: string,
): Found<Entity> {
  const entity = find(account, name)
  if (entity !== undefined) return { ok: true, entity }
  return noSuchEntity(`The ${label.toLowerCase()} with name ${name} cannot be found.`)
}

/** An entity that the account's owner may change: no role that is service-linked or of IAM Identity Center. */
export function modifiable<Entity extends PolicyEntity>(
  kind: EntityKind<Entity>,
  account: Account,
  name: string,
): Found<Entity> {
  const found = existing(kind, account, name)
  return found.ok && (isServiceLinked(found.entity) || isIdentityCenter(found.entity))
    ? unmodifiableEntity(found.entity.name)
    : found
}

/** Service-linked roles alone may be tagged: "a regular role or a service-linked role" (IAM API reference, TagRole). */
export function taggable<Entity extends PolicyEntity>(
  kind: EntityKind<Entity>,
  account: Account,
  name: string,
): Found<Entity> {
  const found = existing(kind, account, name)
  return found.ok && isIdentityCenter(found.entity) ? unmodifiableEntity(found.entity.name) : found
}

function isServiceLinked({ kind, path }: PolicyEntity): boolean {
  return kind === 'role' && path.startsWith('/aws-service-role/')
}

function isIdentityCenter({ kind, path }: PolicyEntity): boolean {
  return kind === 'role' && path.startsWith('/aws-reserved/sso.amazonaws.com/')
}
