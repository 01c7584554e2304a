import type { Account } from '../account/account.js'
import type { LoggedCall } from '../account/call-log.js'
import { callerArn, lookUpCaller } from '../account/callers.js'
import { findOperation } from '../operations/catalogue.js'
import { isKeyAllowed } from '../pipeline/enforcement.js'
import { actionOf } from '../pipeline/event-names.js'
import type { Door } from './script.js'

/** Something that policies decide: an action of IAM on a resource. */
export type Tried = { readonly action: string; readonly resource: string }

/** What an attacker could do now. `session`: come by new credentials, whatever becomes of those that it holds. */
export type Possible =
  | ({ readonly kind: 'call'; readonly accessKeyId: string; readonly by: string } & Tried)
  | ({ readonly kind: 'session' } & Door)

/** Not decided by the policies of whoever calls: the one by nobody's, the other by what a certificate is let to. */
const undecided = ['sts:GetCallerIdentity', 'rolesanywhere:CreateSession']

/** null: no policy of the caller's decides about it. */
export function triedBy(account: Account, { operation, parameters }: LoggedCall): Tried | null {
  if (undecided.includes(operation)) return null
  const [service = '', name = ''] = operation.split(':')
  const prepared = findOperation(service, name)?.prepare(account, parameters)
  return { action: actionOf(service, name), resource: prepared?.ok ? prepared.resource : '*' }
}

/** Nothing for a key that is dead, expired or disabled. */
export function possibleWith(account: Account, accessKeyId: string, tried: readonly Tried[]): Possible[] {
  const found = lookUpCaller(account, accessKeyId)
  if (!found.ok) return []
  const by = callerArn(found.caller)
  const allowed = tried.filter(({ action, resource }) => isKeyAllowed(account, accessKeyId, action, resource))
  return allowed.map(({ action, resource }) => ({ kind: 'call', action, resource, accessKeyId, by }))
}
