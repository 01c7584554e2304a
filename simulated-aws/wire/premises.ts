import type { Account } from '../account/account.js'
import { lookUpCaller } from '../account/callers.js'
import type { Faults } from '../faults.js'
import { parseAuthorization } from './signature.js'
import type { WireRequest } from './wire-request.js'

/** One account behind the server, with the faults that befall its calls. */
export type Premises = { readonly account: Account; readonly faults: Faults }

/** The account whose key signed the request, as AWS routes by the key; undefined where nobody knows it. */
export function premisesOfKey(premises: Premises[], { headers }: WireRequest): Premises | undefined {
  const key = parseAuthorization(headers.get('authorization'))?.accessKeyId
  if (key === undefined) return undefined
  return premises.find(({ account }) => {
    const found = lookUpCaller(account, key)
    return found.ok || found.reason !== 'unknown'
  })
}

export function premisesOf(premises: Premises[], accountId: string): Premises | undefined {
  return premises.find(({ account }) => account.accountId === accountId)
}

/** The first: where no other is meant. */
export function homeOf({ premises }: { premises: Premises[] }): Premises {
  const [home] = premises
  if (home === undefined) throw new Error('A server without an account was started.')
  return home
}
