import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { resolvePrincipal, UNKNOWN_ACCOUNT_ID, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'

/**
 * What a log product kept of a CloudTrail record's `userIdentity`, every value as it found it: a row that sums records up has
 * several. The account where the record was written is none of them, for a caller may be of another.
 */
export interface ActorTexts {
  readonly arns: readonly string[]
  readonly accountIds: readonly string[]
  readonly types: readonly string[]
  readonly userNames: readonly string[]
  readonly issuerNames: readonly string[]
  readonly principalIds: readonly string[]
  readonly accessKeyIds: readonly string[]
  readonly invokedBy: readonly string[]
}

/**
 * Who acted, from `userIdentity`. A role's name is its session issuer's, never `userName`, which may be the session's.
 * Several values of what a caller has one of are a row about several callers: unresolved, with both named.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function cloudTrailActor(texts: ActorTexts): Principal {
  const accountId = texts.accountIds.find((text) => /^\d{12}$/.test(text)) ?? UNKNOWN_ACCOUNT_ID
  const several = severalOf([
    ['accounts', texts.accountIds],
    ['user types', texts.types],
    ['user names', texts.userNames],
    ['session issuers', texts.issuerNames],
  ])
  if (several !== undefined) return unresolvedPrincipal({ partition: 'aws', accountId }, several)
  const [type] = texts.types
  const keys = texts.accessKeyIds
  return resolvePrincipal({
    arns: texts.arns,
    accountId: texts.accountIds[0],
    userType: type,
    userName: entityName(type, texts),
    principalId: onlyId(texts.principalIds),
    accessKeyId: keys.length > 1 ? undefined : keys[0],
    invokedBy: texts.invokedBy[0],
  })
}

/** Somebody must be asked about a principal that nothing ties to an account: those of the account where it was recorded. */
export function inSomeAccount(principal: Principal, recorded: () => string): Principal {
  const isNowhere = principal.type === 'unresolved' && principal.accountId === UNKNOWN_ACCOUNT_ID
  return isNowhere ? { ...principal, accountId: recorded() } : principal
}

/** A federated user's issuer is another principal, and its own name stands in its ARN. */
function entityName(type: string | undefined, { issuerNames, userNames }: ActorTexts): string | undefined {
  const kind = (type ?? '').toLowerCase().replace(/[\s_-]/g, '')
  if (kind === 'federateduser') return undefined
  if (kind === 'assumedrole') return issuerNames[0]
  return kind === '' ? (issuerNames[0] ?? userNames[0]) : userNames[0]
}

function severalOf(fields: readonly (readonly [string, readonly string[]])[]): string | undefined {
  const found = fields.find(([, values]) => values.length > 1)
  if (found === undefined) return undefined
  const [label, [first = '', second = '']] = found
  return `It is about several ${label}, ${quoteText(first)} and ${quoteText(second)} among them.`
}

/** `AROA…:session` beside the issuer's `AROA…` is one id; two ids go on as one text that the resolver refuses. */
function onlyId(ids: readonly string[]): string | undefined {
  const entities = new Set(ids.map((id) => id.split(':')[0]))
  if (entities.size > 1) return ids.join(' ')
  return ids.find((id) => id.includes(':')) ?? ids[0]
}
