import type { Account } from '../account/account.js'
import type { LoggedCall } from '../account/call-log.js'

/** `failed`: it was refused for another reason than permission, as a name that is taken or too many calls are. */
export type Outcome = 'carriedOut' | 'denied' | 'failed'

const denials = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'InvalidClientTokenId']

export function outcomeOf(error: string | null): Outcome {
  if (error === null) return 'carriedOut'
  return denials.includes(error) ? 'denied' : 'failed'
}

/** What was called in the process while `act` ran. It is synchronous, so nobody else can have called in between. */
export function callsDuring<Result>(
  { calls }: Account,
  act: () => Result,
): { readonly result: Result; readonly calls: readonly LoggedCall[] } {
  const last = calls.list().at(-1)
  const result = act()
  const all = calls.list()
  // The log forgets its oldest calls: what came before is found by the call itself, not by its number.
  const after = last === undefined ? all : all.slice(all.lastIndexOf(last) + 1)
  return { result, calls: after.filter(({ via }) => via === 'actor') }
}
