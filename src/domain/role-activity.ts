import type { CloudTrailEvent } from './cloudtrail-event.js'

/** What tells the sessions of one role apart. `uniqueId` is null while IAM has not been asked. */
export interface RoleIdentity {
  readonly arn: string
  readonly name: string
  readonly accountId: string
  readonly uniqueId: string | null
}

const assumedRoleArn = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/.+$/

/** Account and role name inside `arn:aws:sts::111122223333:assumed-role/Name/session`, which has lost the role's path. */
export function assumedRoleOf(arn: string): { accountId: string; roleName: string } | null {
  const match = assumedRoleArn.exec(arn)
  return match?.[1] && match[2] ? { accountId: match[1], roleName: match[2] } : null
}

/**
 * True where a session of the role made the call. AssumeRole of the role by somebody else is not its activity: whoever
 * may assume it can go on doing so after a block. The unique id decides where the record has one, so that a re-created
 * namesake is not taken for the role; then the issuer's ARN; then the session's ARN. Names compare case-insensitively.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function isActivityOf(event: CloudTrailEvent, role: RoleIdentity): boolean {
  const { issuerId, issuerArn, principalId, arn } = event.actor
  const actorId = issuerId ?? principalId
  if (role.uniqueId !== null && actorId?.startsWith('AROA')) return idPart(actorId) === role.uniqueId
  if (issuerArn !== undefined) return issuerArn.toLowerCase() === role.arn.toLowerCase()
  const session = arn === undefined ? null : assumedRoleOf(arn)
  return session?.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
}

/** `AROA…` of `AROA…:session`. */
function idPart(principalId: string): string {
  return principalId.split(':', 1)[0] ?? ''
}
