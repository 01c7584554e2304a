import { parsePrincipalArn } from './arn.js'
import { accountIdSchema, type Partition } from './partition.js'
import type { Principal } from './principal.js'
import { quoteText } from './quote-text.js'
import { accessKeyOf, type Claim, claimsOf, type PrincipalClues } from './resolve-principal-claims.js'

export type { PrincipalClues } from './resolve-principal-claims.js'

/** Stands in an unresolved principal whose source names no account at all; AWS gives this id to nobody. */
export const UNKNOWN_ACCOUNT_ID = '000000000000'

/**
 * Who a source accuses, from whatever it says about them. The best clue gives the name: role, user or group ARN, then
 * assumed-role ARN, then user type and name, then principal id. All clues must agree on type, account, partition, name
 * (case aside, as in IAM) and unique id; where two do not, the answer is `unresolved` with a reason that names both, since
 * blocking the wrong principal is worse than asking. So is it where a clue holds what IAM would never give (line breaks,
 * wildcards, paths), and where only an access key or unique id is known, which then needs a look-up in the account.
 *
 * An assumed role is a role, never a user of that name. A federated user carries its issuer where exactly one is listed beside
 * it: the session has that user's policies, and no entity of its own. Guaranteed to return for any text; the order of `arns` is immaterial.
 */
export function resolvePrincipal(clues: PrincipalClues): Principal {
  const key = accessKeyOf(clues)
  if (!key.ok) return unresolvedPrincipal(scopeOf(clues, []), key.reason)
  const parsed = claimsOf(clues)
  const accessKey = key.accessKeyId === undefined ? {} : { accessKeyId: key.accessKeyId }
  if (!parsed.ok) return unresolvedPrincipal({ ...scopeOf(clues, []), ...accessKey }, parsed.reason)
  const { claims, issuers } = separateIssuers(parsed.claims)
  const known = { ...scopeOf(clues, claims), ...accessKey }
  const conflict = findConflict(claims)
  if (conflict !== undefined) return unresolvedPrincipal(known, conflict)
  if (known.accountId === UNKNOWN_ACCOUNT_ID) return unresolvedPrincipal(known, 'No clue names the account.')
  return assemble(known, claims, issuers)
}

/** A principal that a person must name. `known` is what can be said without guessing. */
export function unresolvedPrincipal(
  known: Pick<Principal, 'partition' | 'accountId' | 'accessKeyId' | 'uniqueId' | 'sessionName'>,
  reason: string,
): Principal {
  return { ...known, type: 'unresolved', name: '', reason }
}

function assemble(
  known: Pick<Principal, 'partition' | 'accountId' | 'accessKeyId'>,
  claims: readonly Claim[],
  issuers: readonly string[],
): Principal {
  const type = first(claims, 'type')
  const name = type === 'root' ? 'root' : first(claims, 'name')
  const uniqueId = first(claims, 'uniqueId')
  const sessionName = type === 'role' ? only(claims, 'sessionName') : undefined
  const arn = only(claims, 'arn')
  const ids = { ...(uniqueId === undefined ? {} : { uniqueId }), ...(sessionName === undefined ? {} : { sessionName }) }
  if (type === undefined || name === undefined) {
    const reason = missingReason(known.accessKeyId, uniqueId, name)
    const canBeLookedUp = uniqueId !== undefined || isLongTermOrSessionKey(known.accessKeyId)
    return {
      ...unresolvedPrincipal({ ...known, ...ids }, reason),
      ...(canBeLookedUp ? { needsLookUp: true as const } : {}),
    }
  }
  return { ...known, type, name, ...(arn === undefined ? {} : { arn }), ...ids, ...issuerOf(issuers) }
}

/** Keys that AWS can tell the owner of: a user's own, and a session's. */
function isLongTermOrSessionKey(accessKeyId: string | undefined): boolean {
  return accessKeyId !== undefined && /^(AKIA|ASIA)\w{12,}$/.test(accessKeyId)
}

/** Two issuers would be one too many: then nobody is blocked for the other, and a person says which it was. */
function issuerOf(issuers: readonly string[]): Pick<Principal, 'issuer' | 'reason'> {
  const [arn] = issuers
  if (arn === undefined) return {}
  const isAlone = new Set(issuers.map((one) => one.toLowerCase())).size === 1
  const reason = `Its credentials were issued by ${issuers.join(' and ')}.`
  const parsed = parsePrincipalArn(arn)
  if (!parsed.ok || !isAlone) return { reason }
  const { principal } = parsed
  if (principal.kind === 'user') return { issuer: { type: 'user', name: principal.name, arn }, reason }
  return principal.kind === 'root' ? { issuer: { type: 'root', name: 'root', arn }, reason } : { reason }
}

function missingReason(
  accessKeyId: string | undefined,
  uniqueId: string | undefined,
  name: string | undefined,
): string {
  if (uniqueId !== undefined)
    return `Only the unique id ${quoteText(uniqueId)} is known: it needs a look-up in the account.`
  if (name !== undefined) return `The name ${quoteText(name)} comes without a type: it could be a role or a user.`
  if (accessKeyId === undefined) return 'The finding names no principal.'
  return `Only the access key ${quoteText(accessKeyId)} is known: it needs a look-up in the account or in CloudTrail.`
}

/**
 * A federated user is issued by an IAM user or by root (GetFederationToken), whose ARN sources list beside it: that is no
 * disagreement, but it must be of the same account.
 */
function separateIssuers(claims: readonly Claim[]): { claims: readonly Claim[]; issuers: readonly string[] } {
  if (!claims.some((claim) => claim.type === 'federatedUser')) return { claims, issuers: [] }
  const isIssuer = (claim: Claim) => claim.arn !== undefined && (claim.type === 'user' || claim.type === 'root')
  return {
    claims: claims.map((claim) => (isIssuer(claim) ? onlyScope(claim) : claim)),
    issuers: claims.flatMap((claim) => (isIssuer(claim) && claim.arn !== undefined ? [claim.arn] : [])),
  }
}

function onlyScope({ from, accountId, partition }: Claim): Claim {
  return { from, ...(accountId === undefined ? {} : { accountId }), ...(partition === undefined ? {} : { partition }) }
}

const COMPARED = [
  ['type', 'type'],
  ['accountId', 'account'],
  ['partition', 'partition'],
  ['name', 'name'],
  ['uniqueId', 'id'],
] as const

function findConflict(claims: readonly Claim[]): string | undefined {
  for (const [field, label] of COMPARED) {
    const said = claims.flatMap((claim) =>
      claim[field] === undefined ? [] : [{ from: claim.from, value: claim[field] }],
    )
    const [best, ...others] = said
    const other = others.find(({ value }) => value.toLowerCase() !== best?.value.toLowerCase())
    if (best === undefined || other === undefined) continue
    const contrary = `${lowerFirst(other.from)} says ${quoteText(other.value)}`
    return `${best.from} says ${label} ${quoteText(best.value)}, but ${contrary}.`
  }
  return undefined
}

function first<Field extends keyof Claim>(claims: readonly Claim[], field: Field): Claim[Field] | undefined {
  return claims.find((claim) => claim[field] !== undefined)?.[field]
}

/** The one value that all claims give; none where they differ (two sessions of one role are still that role). */
function only<Field extends 'arn' | 'sessionName'>(claims: readonly Claim[], field: Field): string | undefined {
  const values = new Set(claims.flatMap((claim) => claim[field] ?? []))
  return values.size === 1 ? [...values][0] : undefined
}

function scopeOf(clues: PrincipalClues, claims: readonly Claim[]): { partition: Partition; accountId: string } {
  const given = accountIdSchema.safeParse(clues.accountId)
  return {
    partition: clues.partition ?? first(claims, 'partition') ?? 'aws',
    accountId: given.success ? given.data : (first(claims, 'accountId') ?? UNKNOWN_ACCOUNT_ID),
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
