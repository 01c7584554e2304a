import type { Finding } from '../src/domain/finding.js'
import type { Realm } from '../src/domain/realm.js'
import { outOfScope } from './intake.js'

type Choice<R> = { readonly realm: R } | { readonly refused: string }

/**
 * Where a finding belongs, or in a sentence why nobody takes it. The accused principal's account decides, never the
 * envelope's. A sample goes to an exercise, what is in earnest to the live realm; an exercise that is served without a live
 * realm takes whatever comes, and no sample ever comes to a live realm.
 */
export function realmForFinding<R extends Pick<Realm, 'kind' | 'partition' | 'accountId'>>(
  finding: Finding,
  realms: readonly R[],
): Choice<R> {
  const refused = outOfScope(finding, realms)
  if (refused !== null) return { refused }
  const { partition, accountId } = finding.principal
  const own = realms.filter((realm) => realm.partition === partition && realm.accountId === accountId)
  const realm = own.find(({ kind }) => (kind === 'exercise') === finding.sample) ?? own[0]
  if (realm === undefined) throw new Error(`Account ${accountId} is in scope, and no realm is its own.`)
  return { realm }
}
