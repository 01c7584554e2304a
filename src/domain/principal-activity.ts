import { assertNever } from './assert-never.js'
import type { CloudTrailEvent } from './cloudtrail-event.js'
import type { EntityType } from './principal.js'

/** What tells the calls of one principal apart. `uniqueId` is null while IAM has not been asked. */
export interface PrincipalIdentity {
  readonly type: EntityType
  readonly arn: string
  readonly name: string
  readonly accountId: string
  readonly uniqueId: string | null
  /** Narrows a role to one session of it. */
  readonly sessionName?: string | null
}

const assumedRoleArn = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/.+$/

/** Account and role name inside `arn:aws:sts::111122223333:assumed-role/Name/session`, which has lost the role's path. */
export function assumedRoleOf(arn: string): { accountId: string; roleName: string } | null {
  const match = assumedRoleArn.exec(arn)
  return match?.[1] && match[2] ? { accountId: match[1], roleName: match[2] } : null
}

/**
 * True where the principal made the call: a session of the role, the user itself or credentials that the user issued to
 * itself or to a federated user. AssumeRole of the role by somebody else is not its activity: whoever may assume it can go
 * on doing so after a block. The unique id decides where the record has one, so that a re-created namesake is not taken for
 * the principal; then the issuer's ARN; then the actor's own ARN. Names compare case-insensitively. A group never acts; a Roles
 * Anywhere profile does where a session is asked for by it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function isActivityOf(event: CloudTrailEvent, principal: PrincipalIdentity): boolean {
  switch (principal.type) {
    case 'role':
      return isOfRole(event, principal) && isOfSession(event, principal.sessionName ?? null)
    case 'user':
      return isOfUser(event, principal)
    case 'rolesAnywhereProfile':
      return isSessionBy(event, principal)
    case 'group':
      return false
    default:
      return assertNever(principal.type, 'principal type')
  }
}

/** A profile acts where a certificate asks for a session by it, whether it is given or not. */
function isSessionBy(
  { eventSource, eventName, requestParameters }: CloudTrailEvent,
  { arn }: PrincipalIdentity,
): boolean {
  if (eventSource !== 'rolesanywhere.amazonaws.com' || eventName !== 'CreateSession') return false
  const named = requestParameters?.profileArn
  return typeof named === 'string' && named.toLowerCase() === arn.toLowerCase()
}

function isOfRole({ actor }: CloudTrailEvent, role: PrincipalIdentity): boolean {
  const { issuerId, issuerArn, principalId, arn } = actor
  const actorId = issuerId ?? principalId
  if (role.uniqueId !== null && actorId?.startsWith('AROA')) return idPart(actorId) === role.uniqueId
  if (issuerArn !== undefined) return issuerArn.toLowerCase() === role.arn.toLowerCase()
  const session = arn === undefined ? null : assumedRoleOf(arn)
  return session?.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
}

/** A record without a session's name may be of any session: it counts, for a success that is overlooked does harm. */
function isOfSession({ actor }: CloudTrailEvent, sessionName: string | null): boolean {
  if (sessionName === null) return true
  const named = sessionNameOf(actor)
  return named === null || named === sessionName
}

/** Long-term keys and GetSessionToken's carry the user's own id; a federated session has it as its issuer's. */
function isOfUser({ actor }: CloudTrailEvent, user: PrincipalIdentity): boolean {
  const { issuerId, issuerArn, principalId, arn } = actor
  const actorId = issuerId ?? principalId
  if (user.uniqueId !== null && actorId?.startsWith('AIDA')) return actorId === user.uniqueId
  const theirs = issuerArn ?? arn
  return theirs !== undefined && theirs.toLowerCase() === user.arn.toLowerCase()
}

/** The session's name, from `AROA…:session` or `…:assumed-role/Name/session`; null where there is none. */
export function sessionNameOf({ principalId, arn }: CloudTrailEvent['actor']): string | null {
  if (principalId?.includes(':')) return principalId.slice(principalId.indexOf(':') + 1)
  return arn !== undefined && assumedRoleOf(arn) !== null ? (arn.split('/').at(-1) ?? null) : null
}

/** `AROA…` of `AROA…:session`. */
function idPart(principalId: string): string {
  return principalId.split(':', 1)[0] ?? ''
}

/** Tokens that a user gets of itself: they have the user's permissions, or some of them, and are denied with it. */
export function isOwnToken({ eventSource, eventName }: CloudTrailEvent): boolean {
  return eventSource === 'sts.amazonaws.com' && (eventName === 'GetSessionToken' || eventName === 'GetFederationToken')
}
