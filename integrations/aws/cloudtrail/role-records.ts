import type { Json } from '../../../src/domain/canonical-json.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import { assumedRoleOf, isActivityOf, type RoleIdentity } from '../../../src/domain/role-activity.js'
import type { RoleActivityQuery } from '../../../src/ports.js'

type Queried = Pick<RoleActivityQuery, 'roleArn' | 'roleName' | 'roleUniqueId'>

/** True for calls of the role's sessions, for calls that issued its credentials, and for IAM calls that name it. */
export function concernsRole(event: CloudTrailEvent, query: Queried): boolean {
  return isActivityOf(event, identityOf(query)) || isIssueOf(event, query) || isCallOn(event, query)
}

/** True where temporary credentials of the role were asked for, whether they were given or not. */
export function isIssueOf(event: CloudTrailEvent, query: Queried): boolean {
  const asked = event.requestParameters?.roleArn
  return [event.issued?.roleArn, asked].some((arn) => typeof arn === 'string' && isArnOf(arn, query))
}

function isCallOn(event: CloudTrailEvent, { roleName }: Queried): boolean {
  const named = event.requestParameters?.roleName
  return event.eventSource === 'iam.amazonaws.com' && sameText(named, roleName)
}

/** The role's ARN, with or without its path, or a session's: findings and records have lost the path in places. */
function isArnOf(arn: string, query: Queried): boolean {
  if (sameText(arn, query.roleArn)) return true
  const { accountId, name } = identityOf(query)
  const session = assumedRoleOf(arn)
  if (session) return session.accountId === accountId && sameText(session.roleName, name)
  return sameText(arn.replace(/:role\/.*\//, ':role/'), query.roleArn.replace(/:role\/.*\//, ':role/'))
}

function identityOf({ roleArn, roleName, roleUniqueId }: Queried): RoleIdentity {
  return { arn: roleArn, name: roleName, accountId: roleArn.split(':')[4] ?? '', uniqueId: roleUniqueId }
}

function sameText(a: Json | undefined, b: string): boolean {
  return typeof a === 'string' && a.toLowerCase() === b.toLowerCase()
}
