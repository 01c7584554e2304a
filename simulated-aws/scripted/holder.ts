import type { Account } from '../account/account.js'
import { lookUpCaller } from '../account/callers.js'
import type { RoleSession } from '../account/entities.js'
import type { HeldPrincipal } from '../attackers/attacker.js'

/** A technique cannot act as whoever holds the key that it was given, or nobody does. */
export class NoSuchHolderError extends Error {
  override readonly name = 'NoSuchHolderError'
}

/** Whose policies decide about this key. Throws NoSuchHolderError where the account does not take the key. */
export function holderOf(account: Account, accessKeyId: string): HeldPrincipal {
  const found = lookUpCaller(account, accessKeyId)
  if (!found.ok) throw new NoSuchHolderError(`The key ${accessKeyId} is ${found.reason}.`)
  const { caller } = found
  return caller.kind === 'session' ? { roleName: caller.role.name } : { userName: caller.user.name }
}

/** Throws NoSuchHolderError where the key is no role's session. */
export function heldSession(account: Account, accessKeyId: string): { roleName: string; session: RoleSession } {
  const found = lookUpCaller(account, accessKeyId)
  if (found.ok && found.caller.kind === 'session') {
    return { roleName: found.caller.role.name, session: found.caller.session }
  }
  throw new NoSuchHolderError(`The key ${accessKeyId} is no session of a role.`)
}
