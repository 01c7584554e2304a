import { z } from 'zod'
import { type Account, findRole, findUser, iamArn } from '../../account/account.js'
import type { Role, User } from '../../account/entities.js'
import { type Failure, noSuchEntity, unmodifiableEntity } from '../../pipeline/aws-error.js'
import type { ConditionKeys } from '../../pipeline/operation.js'

const nameMessage = 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'

export const roleName = z
  .string()
  .max(64, 'Member must have length less than or equal to 64')
  .regex(/^[\w+=,.@-]+$/, nameMessage)
export const userName = roleName
export const policyName = z
  .string()
  .max(128, 'Member must have length less than or equal to 128')
  .regex(/^[\w+=,.@-]+$/, nameMessage)
export const policyArn = z.string().min(20, 'Member must have length greater than or equal to 20').max(2048)

/** policyDocumentType of the IAM model. */
export const policyDocument = z
  .string()
  .min(1, 'Member must have length greater than or equal to 1')
  .max(131_072, 'Member must have length less than or equal to 131072')
  .regex(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern of the IAM model, letter for letter.
    /^[\u0009\u000A\u000D\u0020-\u00FF]+$/,
    'Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
  )

/** In the Query protocol an empty list is sent as an empty text. */
function listOf<Item extends z.ZodType>(item: Item) {
  const list = z.array(item).max(50, 'Member must have length less than or equal to 50')
  return z.preprocess((value) => (value === '' ? [] : value), list)
}

export const tags = listOf(z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) }))
export const tagKeys = listOf(z.string().min(1).max(128))

export const entityPath = z
  .string()
  .max(512)
  .regex(
    /^(\/|\/[\u0021-\u007E]+\/)$/,
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  )

/** The resource of an operation on a role: its ARN with the path, or the bare name where there is none such. */
export function roleResource(account: Account, input: { RoleName: string }): string {
  return findRole(account, input.RoleName)?.arn ?? iamArn(account, `role/${input.RoleName}`)
}

export function userResource(account: Account, input: { UserName: string }): string {
  return findUser(account, input.UserName)?.arn ?? iamArn(account, `user/${input.UserName}`)
}

/**
 * Without a UserName the caller's own user is meant. AWS then authorizes against that user's ARN, this account against
 * all users: a permission for oneself alone needs the name.
 */
export function ownerResource(account: Account, { UserName }: { UserName?: string | undefined }): string {
  return UserName === undefined ? iamArn(account, 'user/*') : userResource(account, { UserName })
}

/** The condition keys of every operation on a role: its tags, under both of their names. */
export function roleConditions(account: Account, input: { RoleName: string }): ConditionKeys {
  const entries = [...(findRole(account, input.RoleName)?.tags ?? [])]
  return Object.fromEntries(
    entries.flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  )
}

export function existingRole(account: Account, name: string): { ok: true; role: Role } | Failure {
  const role = findRole(account, name)
  if (role === undefined) return noSuchEntity(`The role with name ${name} cannot be found.`)
  return { ok: true, role }
}

/** A role that its owner may change: neither service-linked nor one of IAM Identity Center. */
export function modifiableRole(account: Account, name: string): { ok: true; role: Role } | Failure {
  const found = existingRole(account, name)
  if (!found.ok) return found
  const { path } = found.role
  const isProtected = path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/sso.amazonaws.com/')
  return isProtected ? unmodifiableEntity(found.role.name) : found
}

export function existingUser(account: Account, name: string): { ok: true; user: User } | Failure {
  const user = findUser(account, name)
  if (user === undefined) return noSuchEntity(`The user with name ${name} cannot be found.`)
  return { ok: true, user }
}
