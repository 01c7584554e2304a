import { type Account, iamArn } from '../../account/account.js'
import type { User } from '../../account/entities.js'
import { validationError } from '../../pipeline/aws-error.js'
import type { CallContext } from '../../pipeline/call.js'
import { entityResource, existing, type Found, userKind } from './entity-kinds.js'

/** Without a UserName the caller's own user is meant, which temporary credentials have none of. */
export function owner({ account, caller }: CallContext, name: string | undefined): Found<User> {
  if (name !== undefined) return existing(userKind, account, name)
  if (caller.kind === 'user') return { ok: true, entity: caller.user }
  return validationError('Must specify userName when calling with non-User credentials')
}

/**
 * The resource of an operation that may leave the user out. AWS then authorizes against the caller's own ARN, this
 * account against all users: a permission for oneself alone needs the name.
 */
export function ownerResource(account: Account, { UserName }: { UserName?: string | undefined }): string {
  return UserName === undefined ? iamArn(account, 'user/*') : entityResource(userKind, account, UserName)
}
