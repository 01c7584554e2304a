import { type Account, enforcedPolicies, findRole, findUser } from '../account/account.js'
import { lookUpCaller } from '../account/callers.js'
import type { Role, User } from '../account/entities.js'
import { evaluate } from '../policy/evaluate.js'
import { callerConditions, policiesOf, principalConditions, timeConditions } from './authorize.js'
import { credentialRefusal } from './credential-refusal.js'

/** A name alone is a role's. */
export type PrincipalName = string | { role: string } | { user: string }

/** Whether the account would allow this at this moment. Of where the request comes from nothing is known. */
export function isPrincipalAllowed(account: Account, name: PrincipalName, action: string, resource: string): boolean {
  const principal = find(account, name)
  if (principal === undefined) return false
  const { identity, boundary } = enforcedPolicies(account, principal)
  const context = {
    ...timeConditions(account.now()),
    ...principalConditions(account, principal),
    // A role calls by sessions: this one was issued just now, which is the hardest case for a block of older ones.
    ...(principal.kind === 'role' && { 'aws:TokenIssueTime': account.now().toISOString() }),
    ...(principal.kind === 'user' && { 'aws:userid': principal.userId }),
  }
  return evaluate({ action, resource, context }, { identity, ...(boundary && { boundary }) }).result === 'allowed'
}

function find(account: Account, name: PrincipalName): Role | User | undefined {
  if (typeof name === 'string') return findRole(account, name)
  return 'role' in name ? findRole(account, name.role) : findUser(account, name.user)
}

/** The same for whoever holds the key, by the conditions of that very session. */
export function isKeyAllowed(account: Account, accessKeyId: string, action: string, resource: string): boolean {
  const found = lookUpCaller(account, accessKeyId)
  if (!found.ok) return false
  const { caller } = found
  const [service = '', operation = ''] = action.split(':')
  if (credentialRefusal(caller, { service, operation }) !== undefined) return false
  const context = { ...timeConditions(account.now()), ...callerConditions(account, caller) }
  return evaluate({ action, resource, context }, policiesOf(account, caller)).result === 'allowed'
}
