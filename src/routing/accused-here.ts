import type { Finding } from '../domain/finding.js'
import type { Principal } from '../domain/principal.js'

type Account = Pick<Principal, 'partition' | 'accountId'>

/**
 * A finding as it concerns the accounts that are served. Where a role was asked for across accounts the role is accused, for
 * it is what can be blocked where it is; where only the caller's account is ours, the caller is: what was stolen is ours, and
 * is used elsewhere.
 */
export function accusedHere(finding: Finding, served: readonly Account[]): Finding {
  const { askedBy, ...rest } = finding
  if (askedBy === undefined || isServed(finding.principal, served) || !isServed(askedBy, served)) return finding
  return { ...rest, accountId: askedBy.accountId, principal: askedBy }
}

function isServed({ partition, accountId }: Account, served: readonly Account[]): boolean {
  return served.some((one) => one.partition === partition && one.accountId === accountId)
}
