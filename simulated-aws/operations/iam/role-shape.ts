import type { Role } from '../../account/entities.js'
import { percentEncode } from '../../account/policy-text.js'
import type { JsonObject } from '../../json.js'
import { seconds } from '../../pipeline/record.js'
import { boundaryShape, tagsShape } from './user-shape.js'

/** What ListRoles returns of a role: "PermissionsBoundary, RoleLastUsed, Tags" are left out (IAM API reference). */
export function listedRole(role: Role): JsonObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: seconds(role.createDate),
    AssumeRolePolicyDocument: percentEncode(role.trustPolicy),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDurationSeconds,
  }
}

/** What GetRole returns. */
export function fullRole(role: Role): JsonObject {
  return { ...listedRole(role), ...boundaryShape(role), ...tagsShape(role), RoleLastUsed: lastUsedShape(role) }
}

export function lastUsedShape({ lastUsed }: Role): JsonObject {
  return lastUsed === undefined ? {} : { LastUsedDate: seconds(lastUsed.date), Region: lastUsed.region }
}
