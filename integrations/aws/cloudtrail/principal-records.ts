import type { Json } from '../../../src/domain/canonical-json.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { IamEntityType } from '../../../src/domain/principal.js'
import { assumedRoleOf, isActivityOf, type PrincipalIdentity } from '../../../src/domain/principal-activity.js'

/** True for calls of the principal, for calls that issued its credentials, and for IAM calls that name it. */
export function concerns(event: CloudTrailEvent, principal: PrincipalIdentity): boolean {
  return isActivityOf(event, principal) || isIssueOf(event, principal) || isCallOn(event, principal)
}

/**
 * True where temporary credentials that act as the principal were asked for, whether they were given or not: a role's by
 * whoever assumed it, a user's by itself (GetSessionToken, GetFederationToken). A group has none.
 */
export function isIssueOf(event: CloudTrailEvent, principal: PrincipalIdentity): boolean {
  switch (principal.type) {
    case 'role':
      return isIssueOfRole(event, principal) && isOfSession(event, principal.sessionName ?? null)
    case 'user':
      return event.issued !== undefined && event.issued.roleArn === undefined && isActivityOf(event, principal)
    case 'rolesAnywhereProfile':
      return isActivityOf(event, principal)
    default:
      return false
  }
}

function isIssueOfRole({ issued, requestParameters }: CloudTrailEvent, role: PrincipalIdentity): boolean {
  const arns = [issued?.roleArn, requestParameters?.roleArn]
  return arns.some((arn) => typeof arn === 'string' && isArnOf(arn, role))
}

/** An issue that does not name its session may be of any. */
function isOfSession({ issued, requestParameters }: CloudTrailEvent, sessionName: string | null): boolean {
  const named = issued?.sessionName ?? requestParameters?.roleSessionName
  return sessionName === null || typeof named !== 'string' || named === sessionName
}

const nameParameter = { role: 'roleName', user: 'userName', group: 'groupName' } satisfies Record<IamEntityType, string>

function isCallOn(event: CloudTrailEvent, { type, name }: PrincipalIdentity): boolean {
  // All that is done with Roles Anywhere: a profile is worth what the trust anchors beside it let in.
  if (type === 'rolesAnywhereProfile') return event.eventSource === 'rolesanywhere.amazonaws.com'
  const named = event.requestParameters?.[nameParameter[type]]
  return event.eventSource === 'iam.amazonaws.com' && sameText(named, name)
}

/** The role's ARN, with or without its path, or a session's: findings and records have lost the path in places. */
function isArnOf(arn: string, role: PrincipalIdentity): boolean {
  if (sameText(arn, role.arn)) return true
  const session = assumedRoleOf(arn)
  if (session) return session.accountId === role.accountId && sameText(session.roleName, role.name)
  return sameText(arn.replace(/:role\/.*\//, ':role/'), role.arn.replace(/:role\/.*\//, ':role/'))
}

function sameText(a: Json | undefined, b: string): boolean {
  return typeof a === 'string' && a.toLowerCase() === b.toLowerCase()
}
