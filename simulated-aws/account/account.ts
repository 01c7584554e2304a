import { assertNever } from '../assert-never.js'
import type { JsonObject } from '../json.js'
import type { NamedPolicy } from '../policy/evaluate.js'
import type { CallLog } from './call-log.js'
import type {
  ConfiguredTrail,
  Group,
  InstanceProfile,
  ManagedPolicy,
  PolicyHolder,
  PrincipalEntity,
  Role,
  Session,
  User,
} from './entities.js'
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
  /** How long after a call a trail has it in S3 and CloudWatch Logs. AWS: about 5 minutes; absent: 5,000. */
  readonly trailDeliveryLagMs?: number
  /** How long CloudTrail signs digest files with one key; absent: always. */
  readonly digestKeyEveryMs?: number
  /** How long a query of Logs Insights runs; absent: 0. */
  readonly logsQueryMs?: number
  /** How long an investigation of Detective runs; absent: 0. */
  readonly investigationMs?: number
}

/** What somebody put in the place of an object. */
export type ChangedObject = { readonly bytes: Buffer; readonly metadata: Readonly<Record<string, string>> }

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
  readonly groups: Map<string, Group>
  readonly instanceProfiles: Map<string, InstanceProfile>
  /** By access key id. */
  readonly sessions: Map<string, Session>
  /** By ARN. */
  readonly managedPolicies: Map<string, ManagedPolicy>
  /** What CreateTrail made, by name. The event history does not need it. */
  readonly configuredTrails: Map<string, ConfiguredTrail>
  /** Objects in the buckets of trails that are not what was written, by `bucket/key`; undefined: deleted. */
  readonly changedObjects: Map<string, ChangedObject | undefined>
  readonly trail: Trail
  /** Detective's behavior graph; undefined where Detective is off. */
  readonly detectiveGraphArn: string | undefined
  /** What GuardDuty keeps, by detector, as it writes it; no detector: GuardDuty is off. */
  readonly guardDutyFindings: Map<string, JsonObject[]>
  /** What Security Hub keeps, in its own format. */
  readonly securityHubFindings: JsonObject[]
  readonly calls: CallLog
  /** Every account of the same server by its id, this one included: whose roles may be assumed from here. */
  readonly accounts: Map<string, Account>
}

export function findRole(account: Account, name: string): Role | undefined {
  return account.roles.get(name.toLowerCase())
}

export function findUser(account: Account, name: string): User | undefined {
  return account.users.get(name.toLowerCase())
}

export function findGroup(account: Account, name: string): Group | undefined {
  return account.groups.get(name.toLowerCase())
}

export function findRoleById(account: Account, roleId: string): Role | undefined {
  return [...account.roles.values()].find((role) => role.roleId === roleId)
}

export function findUserById(account: Account, userId: string): User | undefined {
  return [...account.users.values()].find((user) => user.userId === userId)
}

/** In the order of their names. */
export function groupsOf(account: Account, user: User): Group[] {
  const groups = [...account.groups.values()].filter(({ members }) => members.has(user))
  return groups.sort((a, b) => (a.name < b.name ? -1 : 1))
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

/** The policies of a principal as they are written at this moment, a user's groups included. */
export function writtenPolicies(account: Account, principal: Role | User): EnforcedPolicies {
  const groups = principal.kind === 'user' ? groupsOf(account, principal) : []
  const boundary = principal.permissionsBoundaryArn
  return {
    identity: [principal, ...groups].flatMap((holder) => ownPolicies(account, holder)),
    // A boundary whose text the seed does not give allows nothing: failing closed, a test notices it.
    boundary: boundary === undefined ? undefined : (managedAsNamed(account, boundary)[0] ?? silentPolicy(boundary)),
    trust: principal.kind === 'role' ? storedTrustPolicy(principal.name, principal.trustPolicy) : undefined,
  }
}

/** The inline and the attached policies of one entity, without those of its groups. */
export function ownPolicies(account: Account, holder: PolicyHolder): NamedPolicy[] {
  const inline = [...holder.inlinePolicies].map(([name, text]) => namedPolicy(name, text))
  return [...inline, ...[...holder.attachedPolicies.keys()].flatMap((arn) => managedAsNamed(account, arn))]
}

/** One element, or none where the account does not know the policy's text. */
export function managedAsNamed(account: Account, arn: string): NamedPolicy[] {
  const document = account.managedPolicies.get(arn)?.document
  return document === undefined ? [] : [namedPolicy(arn, document)]
}

/** A policy that allows nothing. */
export function silentPolicy(name: string): NamedPolicy {
  return { name, document: { Version: '2012-10-17', Statement: [] } }
}

/** To be called after every change of an entity's policies or groups: from `enforcementDelayMs` on it counts. */
export function policiesChanged(account: Account, holder: Role | User | Group): void {
  const principals = holder.kind === 'group' ? holder.members : [holder]
  const nowMs = account.now().getTime()
  for (const principal of principals) {
    principal.history.write(writtenPolicies(account, principal), nowMs, account.settings.enforcementDelayMs)
  }
}

export function enforcedPolicies(account: Account, principal: PrincipalEntity): EnforcedPolicies {
  return principal.history.inForceAt(account.now().getTime())
}
