import { assertNever } from '../assert-never.js'
import type { JsonObject } from '../json.js'
import type { NamedPolicy } from '../policy/evaluate.js'
import type { CallLog } from './call-log.js'
import type { ManagedPolicy, PolicyHolder, Role, Session, User } from './entities.js'
import type { Random } from './identifiers.js'
import type { EnforcedPolicies } from './policy-history.js'
import { namedPolicy, storedTrustPolicy } from './policy-text.js'
import type { Trail } from './trail.js'

export type AccountSettings = {
  /** How long after a policy write authorization goes by it. AWS: about 4,000. */
  readonly enforcementDelayMs: number
  /** How long after a call LookupEvents shows it. AWS: minutes. */
  readonly cloudTrailLagMs: number
  /** LookupEvents requests an account and Region may make a second. AWS: 2. */
  readonly lookupEventsPerSecond: number
  /** Lists begin with empty pages that say IsTruncated, as IAM's documentation allows. */
  readonly emptyPages: boolean
}

/** The state of one simulated AWS account. Names are keyed in lower case: IAM does not tell cases apart. */
export type Account = {
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov'
  readonly accountId: string
  readonly region: string
  readonly settings: AccountSettings
  readonly now: () => Date
  readonly random: Random
  readonly roles: Map<string, Role>
  readonly users: Map<string, User>
  readonly sessions: Map<string, Session>
  readonly managedPolicies: Map<string, ManagedPolicy>
  readonly trail: Trail
  readonly calls: CallLog
}

export function findRole(account: Account, name: string): Role | undefined {
  return account.roles.get(name.toLowerCase())
}

export function findUser(account: Account, name: string): User | undefined {
  return account.users.get(name.toLowerCase())
}

export function findRoleById(account: Account, roleId: string): Role | undefined {
  return [...account.roles.values()].find((role) => role.roleId === roleId)
}

export function iamArn(account: Pick<Account, 'partition' | 'accountId'>, resource: string): string {
  return `arn:${account.partition}:iam::${account.accountId}:${resource}`
}

/** IAM and the global endpoint of STS log to one Region of the partition. */
export function globalRegion(account: Account): string {
  switch (account.partition) {
    case 'aws':
      return 'us-east-1'
    case 'aws-cn':
      return 'cn-north-1'
    case 'aws-us-gov':
      return 'us-gov-west-1'
    default:
      return assertNever(account.partition)
  }
}

/** The policies of a principal as they are written at this moment. */
export function writtenPolicies(account: Account, holder: Role | User): EnforcedPolicies {
  const inline = [...holder.inlinePolicies].map(([name, text]) => namedPolicy(name, text))
  const attached = [...holder.attachedPolicies.keys()].flatMap((arn) => managedAsNamed(account, arn))
  const boundary = holder.permissionsBoundaryArn
  return {
    identity: [...inline, ...attached],
    // A boundary whose text the seed does not give allows nothing: failing closed, a test notices it.
    boundary: boundary === undefined ? undefined : (managedAsNamed(account, boundary)[0] ?? silentPolicy(boundary)),
    trust: holder.kind === 'role' ? storedTrustPolicy(holder.name, holder.trustPolicy) : undefined,
  }
}

function managedAsNamed(account: Account, arn: string): NamedPolicy[] {
  const document = account.managedPolicies.get(arn)?.document
  return document === undefined ? [] : [namedPolicy(arn, document)]
}

function silentPolicy(arn: string): NamedPolicy {
  return { name: arn, document: { Version: '2012-10-17', Statement: [] } }
}

/** To be called after every change of a principal's policies: from `enforcementDelayMs` on it counts. */
export function policiesChanged(account: Account, holder: Role | User): void {
  holder.history.write(writtenPolicies(account, holder), account.now().getTime(), account.settings.enforcementDelayMs)
}

export function enforcedPolicies(account: Account, holder: PolicyHolder): EnforcedPolicies {
  return holder.history.inForceAt(account.now().getTime())
}

/** A copy of everything that the API can report about a role, policies as their exact text. */
export type RoleDescription = {
  arn: string
  roleId: string
  createDate: string
  maxSessionDurationSeconds: number
  trustPolicy: string
  inlinePolicies: Record<string, string>
  attachedPolicies: string[]
  permissionsBoundaryArn: string | null
  tags: Record<string, string>
}

/** Made for comparing before and after: sorted, and without RoleLastUsed, which every call of the role moves. */
export function describeRole(role: Role): RoleDescription {
  return {
    arn: role.arn,
    roleId: role.roleId,
    createDate: role.createDate.toISOString(),
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    trustPolicy: role.trustPolicy,
    inlinePolicies: sorted(role.inlinePolicies),
    attachedPolicies: [...role.attachedPolicies.keys()].sort(),
    permissionsBoundaryArn: role.permissionsBoundaryArn ?? null,
    tags: sorted(role.tags),
  }
}

function sorted(map: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The whole account without its secrets: what `GET /_sim/state` serves. */
export function describeAccount(account: Account): JsonObject {
  return {
    partition: account.partition,
    accountId: account.accountId,
    region: account.region,
    settings: { ...account.settings },
    roles: [...account.roles.values()].map(describeRole),
    users: [...account.users.values()].map(describeUser),
    sessions: [...account.sessions.values()].map(describeSession),
    events: account.trail.size,
  }
}

function describeUser(user: User): JsonObject {
  return {
    arn: user.arn,
    userId: user.userId,
    inlinePolicies: sorted(user.inlinePolicies),
    attachedPolicies: [...user.attachedPolicies.keys()].sort(),
    permissionsBoundaryArn: user.permissionsBoundaryArn ?? null,
    accessKeys: user.accessKeys.map(({ id, status }) => ({ id, status })),
  }
}

function describeSession(session: Session): JsonObject {
  return {
    arn: session.arn,
    accessKeyId: session.accessKeyId,
    issuedAt: session.issuedAt.toISOString(),
    expiration: session.expiration.toISOString(),
  }
}
