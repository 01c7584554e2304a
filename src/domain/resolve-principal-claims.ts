import { isEntityName, isSessionName, type PrincipalArn, parsePrincipalArn } from './arn.js'
import { assertNever } from './assert-never.js'
import { accountIdSchema, type Partition } from './partition.js'
import type { PrincipalType } from './principal.js'
import { quoteText } from './quote-text.js'

/** What a source says about the principal, as raw text: nothing in it is believed before it is checked. */
export interface PrincipalClues {
  readonly partition?: Partition | undefined
  readonly accountId?: string | undefined
  /** ARNs that the source gives *for the principal*; the caller leaves other ARNs out, for one of another kind is refused. */
  readonly arns: readonly string[]
  /** CloudTrail's `userIdentity.type`, GuardDuty's `userType`, Security Hub's `PrincipalType`. */
  readonly userType?: string | undefined
  /** The role's name for an assumed role, never the session's. */
  readonly userName?: string | undefined
  /** `AROA…:session`, `AIDA…`, `<account>` (root), `<account>:name` (federated user). */
  readonly principalId?: string | undefined
  readonly accessKeyId?: string | undefined
  readonly invokedBy?: string | undefined
}

/** What one clue says. `from` opens a sentence: "The role ARN". */
export interface Claim {
  readonly from: string
  readonly type?: Exclude<PrincipalType, 'unresolved'>
  readonly name?: string
  readonly accountId?: string
  readonly partition?: Partition
  readonly arn?: string
  readonly uniqueId?: string
  readonly sessionName?: string
}
export type ClaimsParse =
  | { readonly ok: true; readonly claims: readonly Claim[] }
  | { readonly ok: false; readonly reason: string }
type ClaimParse = { readonly ok: true; readonly claim: Claim | null } | { readonly ok: false; readonly reason: string }

const NOTHING: ClaimParse = { ok: true, claim: null }

/** Every clue as a claim, the best first: entity ARN, session ARN, typed name, principal id, invoking service, scope. */
export function claimsOf(clues: PrincipalClues): ClaimsParse {
  const arns = rankedArns(clues.arns)
  const parses = [
    ...arns.map(arnClaim),
    namedClaim(clues, arns.length > 0),
    principalIdClaim(clues.principalId ?? ''),
    invokedByClaim(clues, arns.length > 0),
    scopeClaim(clues),
  ]
  const claims: Claim[] = []
  for (const parse of parses) {
    if (!parse.ok) return parse
    if (parse.claim !== null) claims.push(parse.claim)
  }
  return { ok: true, claims }
}

/** In an order of its own, so that the source's never matters; an assumed-role ARN knows less than the role's own. */
function rankedArns(given: readonly string[]): string[] {
  const arns = [...new Set(given.filter((arn) => arn.trim() !== ''))].sort()
  const isSession = (arn: string) => arn.includes(':assumed-role/')
  return [...arns.filter((arn) => !isSession(arn)), ...arns.filter(isSession)]
}

/** '' and the word null (Security Hub writes `AWS::IAM::AccessKey:null`) are no access key. */
export function accessKeyOf(clues: PrincipalClues): { ok: true; accessKeyId?: string } | { ok: false; reason: string } {
  const text = clues.accessKeyId?.trim() ?? ''
  if (text === '' || text === 'null') return { ok: true }
  if (!/^\w{1,128}$/.test(text)) return { ok: false, reason: `${quoteText(text)} is not an access key id.` }
  return { ok: true, accessKeyId: text }
}

function arnClaim(text: string): ClaimParse {
  const parsed = parsePrincipalArn(text)
  return parsed.ok ? { ok: true, claim: claimOfArn(parsed.principal) } : parsed
}

function claimOfArn(principal: PrincipalArn): Claim {
  const { partition, accountId, arn } = principal
  switch (principal.kind) {
    case 'role':
    case 'user':
    case 'group':
      return {
        from: `The ${principal.kind} ARN`,
        type: principal.kind,
        name: principal.name,
        partition,
        accountId,
        arn,
      }
    case 'assumedRole': {
      const { roleName: name, sessionName } = principal
      return { from: 'The assumed-role ARN', type: 'role', name, sessionName, partition, accountId }
    }
    case 'federatedUser':
      return { from: 'The federated-user ARN', type: 'federatedUser', name: principal.name, partition, accountId, arn }
    case 'root':
      return { from: 'The root ARN', type: 'root', partition, accountId, arn }
    default:
      return assertNever(principal, 'principal ARN')
  }
}

/** Spellings vary by source (`AssumedRole`, `ASSUMED_ROLE`), so case, `_`, `-` and spaces do not count. */
const USER_TYPES = new Map<string, Exclude<PrincipalType, 'unresolved' | 'rolesAnywhereProfile'> | 'outside'>([
  ['assumedrole', 'role'],
  ['role', 'role'],
  ['iamuser', 'user'],
  ['user', 'user'],
  ['group', 'group'],
  ['root', 'root'],
  ['federateduser', 'federatedUser'],
  ['awsservice', 'service'],
  ['awsaccount', 'outside'],
  ['samluser', 'outside'],
  ['webidentityuser', 'outside'],
  ['identitycenteruser', 'outside'],
])

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function namedClaim(clues: PrincipalClues, hasArn: boolean): ClaimParse {
  const userType = clues.userType?.trim() ?? ''
  const userName = clues.userName ?? ''
  if (userType === '') return userName === '' ? NOTHING : entityClaim('The user name', undefined, userName)
  const type = USER_TYPES.get(userType.toLowerCase().replace(/[\s_-]/g, ''))
  switch (type) {
    case undefined:
      // An ARN says what the entity is; without one a name of an unknown kind could be anything.
      return hasArn ? NOTHING : { ok: false, reason: `The user type ${quoteText(userType)} is not known.` }
    case 'outside':
      return { ok: false, reason: `A caller of type ${quoteText(userType)} has no IAM role or user in this account.` }
    case 'root':
      // The name beside Root is the account's alias or e-mail address.
      return { ok: true, claim: { from: 'The user type', type } }
    case 'service':
      return serviceClaim(clues.invokedBy?.trim() || userName)
    case 'role':
    case 'user':
    case 'group':
    case 'federatedUser':
      return entityClaim('The user type and name', type, userName)
    default:
      return assertNever(type, 'user type')
  }
}

function entityClaim(from: string, type: Claim['type'], name: string): ClaimParse {
  if (name !== '' && !isEntityName(name))
    return { ok: false, reason: `The user name ${quoteText(name)} is not an IAM name.` }
  return { ok: true, claim: { from, ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) } }
}

/** `ec2.amazonaws.com`, or `AWS Internal`, which CloudTrail writes where it does not say more. */
function serviceClaim(name: string): ClaimParse {
  if (name === '') return { ok: false, reason: 'The caller is an AWS service that is not named.' }
  if (!/^\w[\w. -]{0,127}$/.test(name))
    return { ok: false, reason: `${quoteText(name)} is not the name of an AWS service.` }
  return { ok: true, claim: { from: 'The user type', type: 'service', name } }
}

const ID_PREFIXES = new Map([
  ['AROA', 'role'],
  ['AIDA', 'user'],
  ['AGPA', 'group'],
] as const)

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
function principalIdClaim(text: string): ClaimParse {
  const from = 'The principal id'
  const colon = text.indexOf(':')
  const id = colon === -1 ? text : text.slice(0, colon)
  const suffix = colon === -1 ? undefined : text.slice(colon + 1)
  if (/^root$/i.test(text)) return { ok: true, claim: { from, type: 'root' } }
  if (/^\d{12}$/.test(id)) {
    if (suffix === undefined) return { ok: true, claim: { from, type: 'root', accountId: id } }
    if (!isEntityName(suffix))
      return { ok: false, reason: `The principal id ${quoteText(text)} names no federated user.` }
    return { ok: true, claim: { from, type: 'federatedUser', accountId: id, name: suffix } }
  }
  const prefix = [...ID_PREFIXES].find(([known]) => id.startsWith(known))
  // Other ids (namequalifier:subject of SAML, a sample's placeholder) say nothing about an IAM entity.
  return prefix === undefined ? NOTHING : uniqueIdClaim(from, prefix[1], id, suffix)
}

function uniqueIdClaim(
  from: string,
  type: 'role' | 'user' | 'group',
  id: string,
  session: string | undefined,
): ClaimParse {
  if (!/^\w{5,128}$/.test(id)) return { ok: false, reason: `${quoteText(id)} is not the unique id of a ${type}.` }
  if (session === undefined) return { ok: true, claim: { from, type, uniqueId: id } }
  if (type !== 'role') return { ok: false, reason: `The unique id of a ${type} cannot carry a session name.` }
  if (!isSessionName(session))
    return { ok: false, reason: `${quoteText(session)} is not a session name that STS gives.` }
  return { ok: true, claim: { from, type, uniqueId: id, sessionName: session } }
}

/** A service that calls *on behalf of* a role leaves `invokedBy` too: it is the principal only where nothing else is named. */
function invokedByClaim(clues: PrincipalClues, hasArn: boolean): ClaimParse {
  const named = [clues.userType, clues.userName, clues.principalId].some((text) => (text ?? '').trim() !== '')
  const service = clues.invokedBy?.trim() ?? ''
  return hasArn || named || service === '' ? NOTHING : serviceClaim(service)
}

function scopeClaim({ accountId, partition }: PrincipalClues): ClaimParse {
  if (accountId !== undefined && !accountIdSchema.safeParse(accountId).success) {
    return { ok: false, reason: `The account id ${quoteText(accountId)} is not twelve digits.` }
  }
  const scope = { ...(accountId === undefined ? {} : { accountId }), ...(partition === undefined ? {} : { partition }) }
  return { ok: true, claim: { from: 'The finding', ...scope } }
}
