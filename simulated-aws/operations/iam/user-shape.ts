import type { Group, PrincipalEntity, User } from '../../account/entities.js'
import type { JsonObject } from '../../json.js'
import { seconds } from '../../pipeline/record.js'

/** What ListUsers returns of a user: "PermissionsBoundary, Tags" are left out (IAM API reference). */
export function listedUser(user: User): JsonObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.userId,
    Arn: user.arn,
    CreateDate: seconds(user.createDate),
  }
}

/** What GetUser returns. Nobody signs in with a password here, so there is never a PasswordLastUsed. */
export function fullUser(user: User): JsonObject {
  return { ...listedUser(user), ...boundaryShape(user), ...tagsShape(user) }
}

export function groupShape(group: Group): JsonObject {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.groupId,
    Arn: group.arn,
    CreateDate: seconds(group.createDate),
  }
}

export function boundaryShape({ permissionsBoundaryArn: arn }: PrincipalEntity): JsonObject {
  if (arn === undefined) return {}
  return { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn } }
}

export function tagsShape({ tags }: PrincipalEntity): JsonObject {
  return tags.size === 0 ? {} : { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) }
}
