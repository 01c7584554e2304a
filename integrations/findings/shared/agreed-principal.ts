import { isEntityName } from '../../../src/domain/arn.js'
import type { Partition } from '../../../src/domain/partition.js'
import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { type PrincipalClues, resolvePrincipal, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'

type Scope = { readonly partition: Partition; readonly accountId: string }

/** Compared where two places of one payload name somebody; the value that is shown, and what of it must be equal. */
const COMPARED = [
  ['accountId', 'the account', (text: string) => text],
  ['partition', 'the partition', (text: string) => text],
  ['userType', 'the user type', (text: string) => text.toLowerCase().replace(/[\s_-]/g, '')],
  ['userName', 'the user name', (text: string) => text.toLowerCase()],
  ['principalId', 'the principal id', (text: string) => text.split(':')[0] ?? ''],
] as const

/**
 * The one principal that several places of a payload name together (resources of a Security Hub finding, actors of an attack
 * sequence). Where two of them differ it is unresolved with a reason that names both: blocking the wrong one is worse than
 * asking. So it is where one is of another account than the finding. Sessions and access keys may be several; then none is
 * told, for the principal has them all.
 */
export function agreedPrincipal(scope: Scope, named: readonly PrincipalClues[]): Principal {
  const places = [{ ...scope, arns: [] }, ...named]
  for (const [field, label, comparable] of COMPARED) {
    const values = places.flatMap((clues) => (clues[field] ?? '') || [])
    const [first = '', ...others] = values
    const other = others.find((value) => comparable(value) !== comparable(first))
    if (other === undefined) continue
    const reason = `Its parts disagree about ${label}: one says ${quoteText(first)}, another ${quoteText(other)}.`
    return unresolvedPrincipal(scope, reason)
  }
  return resolvePrincipal(merged(places))
}

function merged(places: readonly PrincipalClues[]): PrincipalClues {
  const one = (field: 'partition' | 'accountId' | 'userType' | 'userName' | 'invokedBy') =>
    places.map((clues) => clues[field]).find((value) => (value ?? '') !== '')
  const keys = distinct(places.map(({ accessKeyId }) => accessKeyId))
  const ids = distinct(places.map(({ principalId }) => principalId))
  const partition = places.map((clues) => clues.partition).find((value) => value !== undefined)
  return {
    partition,
    accountId: one('accountId'),
    arns: places.flatMap(({ arns }) => arns),
    userType: one('userType'),
    userName: one('userName'),
    // Of two sessions of one role only the role is known.
    principalId: ids.length > 1 ? ids[0]?.split(':')[0] : ids[0],
    accessKeyId: keys.length > 1 ? undefined : keys[0],
    invokedBy: one('invokedBy'),
  }
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (value ?? '') || []))]
}

/**
 * A long-lived key belongs to an IAM user, or to root; so of a name that stands beside one without a type the type is known.
 * Temporary keys are anybody's.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function userTypeOfKey(accessKeyId: string | undefined, name: string | undefined): string | undefined {
  if (!/^AKIA\w{12,}$/.test(accessKeyId ?? '')) return undefined
  return name === undefined || !isEntityName(name) || name.toLowerCase() === 'root' ? undefined : 'IAMUser'
}
