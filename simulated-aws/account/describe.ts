import { assertNever } from '../assert-never.js'
import type { JsonObject } from '../json.js'
import { type Account, findUserById, groupsOf } from './account.js'
import type {
  AccessKey,
  ConfiguredTrail,
  Group,
  InstanceProfile,
  PolicyHolder,
  Role,
  Session,
  User,
} from './entities.js'

type PoliciesDescription = {
  inlinePolicies: Record<string, string>
  attachedPolicies: string[]
}

/** A copy of everything that the API can report about a role, policies as their exact text. */
export type RoleDescription = PoliciesDescription & {
  arn: string
  roleId: string
  createDate: string
  maxSessionDurationSeconds: number
  trustPolicy: string
  permissionsBoundaryArn: string | null
  tags: Record<string, string>
}

/** The same for a user: without secrets, and without the last use of its keys, which every call moves. */
export type UserDescription = PoliciesDescription & {
  arn: string
  userId: string
  createDate: string
  permissionsBoundaryArn: string | null
  tags: Record<string, string>
  /** Names. */
  groups: string[]
  accessKeys: { id: string; status: AccessKey['status']; createDate: string }[]
  loginProfile: { createDate: string; isPasswordResetRequired: boolean } | null
}

export type GroupDescription = PoliciesDescription & {
  arn: string
  groupId: string
  createDate: string
  /** Names. */
  members: string[]
}

/** Made for comparing before and after: sorted, and without RoleLastUsed, which every call of the role moves. */
export function describeRole(role: Role): RoleDescription {
  return {
    arn: role.arn,
    roleId: role.roleId,
    createDate: role.createDate.toISOString(),
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    trustPolicy: role.trustPolicy,
    ...describePolicies(role),
    permissionsBoundaryArn: role.permissionsBoundaryArn ?? null,
    tags: sorted(role.tags),
  }
}

export function describeUser(account: Account, user: User): UserDescription {
  return {
    arn: user.arn,
    userId: user.userId,
    createDate: user.createDate.toISOString(),
    ...describePolicies(user),
    permissionsBoundaryArn: user.permissionsBoundaryArn ?? null,
    tags: sorted(user.tags),
    groups: groupsOf(account, user).map(({ name }) => name),
    accessKeys: user.accessKeys.map(describeKey).sort((a, b) => (a.id < b.id ? -1 : 1)),
    loginProfile: describeLogin(user),
  }
}

export function describeGroup(group: Group): GroupDescription {
  return {
    arn: group.arn,
    groupId: group.groupId,
    createDate: group.createDate.toISOString(),
    ...describePolicies(group),
    members: [...group.members].map(({ name }) => name).sort(),
  }
}

/** The whole account without its secrets: what `GET /_sim/state` serves. */
export function describeAccount(account: Account): JsonObject {
  return {
    partition: account.partition,
    accountId: account.accountId,
    region: account.region,
    settings: { ...account.settings },
    roles: [...account.roles.values()].map(describeRole),
    users: [...account.users.values()].map((user) => describeUser(account, user)),
    groups: [...account.groups.values()].map(describeGroup),
    instanceProfiles: [...account.instanceProfiles.values()].map(describeInstanceProfile),
    trails: [...account.configuredTrails.values()].map(describeTrail),
    sessions: [...account.sessions.values()].map((session) => describeSession(account, session)),
    events: account.trail.size,
  }
}

function describePolicies(holder: PolicyHolder): PoliciesDescription {
  return {
    inlinePolicies: sorted(holder.inlinePolicies),
    attachedPolicies: [...holder.attachedPolicies.keys()].sort(),
  }
}

function describeKey({ id, status, createDate }: AccessKey) {
  return { id, status, createDate: createDate.toISOString() }
}

function describeLogin({ loginProfile }: User): UserDescription['loginProfile'] {
  if (loginProfile === undefined) return null
  const { createDate, isPasswordResetRequired } = loginProfile
  return { createDate: createDate.toISOString(), isPasswordResetRequired }
}

function describeInstanceProfile({ arn, instanceProfileId, role }: InstanceProfile): JsonObject {
  return { arn, instanceProfileId, role: role?.name ?? null }
}

function describeTrail({ arn, isLogging }: ConfiguredTrail): JsonObject {
  return { arn, isLogging }
}

function describeSession(account: Account, session: Session): JsonObject {
  return {
    kind: session.kind,
    arn: sessionArn(account, session),
    accessKeyId: session.accessKeyId,
    issuedAt: session.issuedAt.toISOString(),
    expiration: session.expiration.toISOString(),
  }
}

/** A user's session has no ARN of its own: it is the user. */
function sessionArn(account: Account, session: Session): string {
  switch (session.kind) {
    case 'role':
    case 'federated':
      return session.arn
    case 'user':
      return findUserById(account, session.userId)?.arn ?? session.userId
    default:
      return assertNever(session)
  }
}

function sorted(map: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}
