import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { assumedRoleOf, type PrincipalIdentity } from '../../domain/principal-activity.js'

/** Temporary credentials of a role or a user, by what a record of their use tells. */
export interface TemporaryCredential {
  /** The role or the user as which they act. */
  readonly of: PrincipalIdentity
  /** '' where the record has none. */
  readonly accessKeyId: string
  /** `AROA…:session`; '' where the record has none. */
  readonly principalId: string
  /** The session's own beginning; null where the record does not say. */
  readonly issuedAt: string | null
  /** A moment at which they were used, and where that was recorded. */
  readonly usedAt: string
  readonly region: string | null
}

/** Such a token is the user's own: who is behind it is known before its issue is. */
export function isTokenOfUser({ of }: TemporaryCredential): boolean {
  return of.type === 'user'
}

/** Who asked for credentials. */
export type Giver =
  /** Nobody gave it anything: a user, a service, a federated identity. `token`: it asked with temporary credentials of its own. */
  | { readonly kind: 'root'; readonly who: string; readonly token: TemporaryCredential | null }
  /** A session of a role: somebody asked for that one as well. */
  | { readonly kind: 'session'; readonly credential: TemporaryCredential }
  /** Somebody of another account, whose own record says who. */
  | { readonly kind: 'abroad'; readonly accountId: string; readonly principalId: string }

/** Who asked, by the record of the issue as account `accountId` has it. */
export function giverOf(issue: CloudTrailEvent, accountId: string): Giver {
  const { actor, issued } = issue
  if (issued?.kind === 'rolesAnywhere') return root(issued.provider ?? 'a certificate of IAM Roles Anywhere')
  const elsewhere = actor.accountId !== undefined && actor.accountId !== accountId ? actor.accountId : null
  switch (actor.type) {
    case 'AWSAccount':
      return abroad(issue, actor.accountId ?? '')
    case 'AssumedRole':
    case 'Role': {
      if (elsewhere !== null) return abroad(issue, elsewhere)
      const credential = ofRole(issue)
      return credential === null ? root(actor.arn ?? actor.principalId ?? 'somebody') : { kind: 'session', credential }
    }
    case 'IAMUser':
    case 'FederatedUser':
      return elsewhere === null ? userRoot(issue) : abroad(issue, elsewhere)
    case 'AWSService':
      return root(actor.invokedBy ?? 'a service of AWS')
    default:
      return root(actor.arn ?? actor.invokedBy ?? actor.userName ?? issued?.provider ?? actor.principalId ?? 'somebody')
  }
}

/** Whether the call handed these credentials out. Ids of keys repeat, so that of the principal counts as well. */
export function isIssueOfCredential(
  { issued, errorCode, eventTime }: CloudTrailEvent,
  { accessKeyId, principalId, issuedAt }: TemporaryCredential,
): boolean {
  if (issued === undefined || errorCode !== undefined) return false
  const { assumedRoleId } = issued
  if (assumedRoleId !== undefined && principalId !== '' && assumedRoleId !== principalId) return false
  if (accessKeyId !== '') return issued.accessKeyId === accessKeyId
  if (issuedAt === null || assumedRoleId === undefined) return false
  return Math.abs(Date.parse(eventTime) - Date.parse(issuedAt)) <= ISSUE_TOLERANCE_MS
}

/** Whether the call handed out a session of the role. */
export function isIssueOfRole({ issued }: CloudTrailEvent, role: PrincipalIdentity): boolean {
  if (issued === undefined) return false
  if (role.uniqueId !== null && issued.assumedRoleId?.startsWith(`${role.uniqueId}:`) === true) return true
  const { roleArn } = issued
  if (roleArn === undefined) return false
  if (roleArn.toLowerCase() === role.arn.toLowerCase()) return true
  const session = assumedRoleOf(roleArn)
  return session?.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
}

/** Times are whole seconds, and the beginning of a session is written down by another clock than its record. */
const ISSUE_TOLERANCE_MS = 2_000

/** The session of a role that made this call; null where the record does not say which role's. */
export function ofRole({ actor, eventTime, region, accountId }: CloudTrailEvent): TemporaryCredential | null {
  const session = actor.arn === undefined ? null : assumedRoleOf(actor.arn)
  const account = actor.accountId ?? session?.accountId ?? accountId
  const partition = (actor.issuerArn ?? actor.arn)?.split(':')[1] ?? 'aws'
  const name = session?.roleName ?? actor.issuerArn?.split('/').at(-1)
  if (name === undefined || account === undefined) return null
  const arn = actor.issuerArn ?? `arn:${partition}:iam::${account}:role/${name}`
  return {
    of: { type: 'role', arn, name, accountId: account, uniqueId: actor.issuerId ?? null },
    accessKeyId: actor.accessKeyId ?? '',
    principalId: actor.principalId ?? '',
    issuedAt: actor.sessionIssuedAt ?? null,
    usedAt: eventTime,
    region: region ?? null,
  }
}

function userRoot({ actor, eventTime, region, accountId }: CloudTrailEvent): Giver {
  const arn = (actor.type === 'FederatedUser' ? actor.issuerArn : actor.arn) ?? actor.arn ?? ''
  const name = arn.split('/').at(-1) ?? ''
  const account = actor.accountId ?? accountId ?? ''
  const isToken = actor.sessionIssuedAt !== undefined && name !== ''
  const token: TemporaryCredential = {
    of: { type: 'user', arn, name, accountId: account, uniqueId: actor.issuerId ?? null },
    accessKeyId: actor.accessKeyId ?? '',
    principalId: '',
    issuedAt: actor.sessionIssuedAt ?? null,
    usedAt: eventTime,
    region: region ?? null,
  }
  return { kind: 'root', who: arn || (actor.userName ?? 'a user'), token: isToken ? token : null }
}

function abroad({ actor }: CloudTrailEvent, accountId: string): Giver {
  return { kind: 'abroad', accountId, principalId: actor.principalId ?? '' }
}

function root(who: string): Giver {
  return { kind: 'root', who, token: null }
}
