import { parsePrincipalArn } from '../domain/arn.js'
import { assertNever } from '../domain/assert-never.js'
import type { Partition } from '../domain/partition.js'
import { blockTarget, type EntityType, iamArn, type Principal, type PrincipalType } from '../domain/principal.js'
import { reservedRoleOf, rolePathOf } from '../domain/reserved-role.js'
import type { CallerIdentity, EntityDescription, ProtectionRules } from '../ports.js'
import { globMatches } from './glob.js'
import { type Protection, refusals } from './refusals.js'

/** Where we may write, who we are, and what the configuration protects. */
export interface ProtectionScope {
  readonly partition: Partition
  readonly accountId: string
  /** Everybody on the way to whoever would write: none of them is ever blocked. */
  readonly callers: readonly Omit<CallerIdentity, 'at'>[]
  readonly rules: ProtectionRules
}

const allowed: Protection = { allowed: true }

/**
 * What the finding alone tells, before AWS is asked anything: nothing of another account or partition is even read. A
 * federated session is judged as the user who issued it. Approval does not lift a refusal.
 */
export function refusePrincipal(principal: Principal, scope: ProtectionScope): Protection {
  if (principal.partition !== scope.partition) return refusals.otherPartition(principal.partition, scope.partition)
  if (principal.accountId !== scope.accountId) return refusals.otherAccount(principal.accountId, scope.accountId)
  const target = blockTarget(principal)
  const ourself = ourselfAs(target, scope)
  return ourself === null ? refuseType(target, scope) : refusals.ourself(ourself)
}

/**
 * What IAM's answer tells: its path, its unique id, its account, and of a group every member. `expectedUniqueId` is the
 * finding's, where it has one. The partition and account of the answer are checked too: an endpoint may belong to another
 * account than configured. Ask again immediately before a write.
 */
export function refuseEntity(
  entity: EntityDescription,
  scope: ProtectionScope,
  expectedUniqueId: string | null = null,
): Protection {
  const { partition, accountId } = partsOf(entity.arn)
  if (partition !== scope.partition) return refusals.otherPartition(partition, scope.partition)
  if (accountId !== scope.accountId) return refusals.otherAccount(accountId, scope.accountId)
  const ourself = ourselfAs({ ...entity, accountId }, scope)
  if (ourself !== null) return refusals.ourself(ourself)
  if (expectedUniqueId !== null && expectedUniqueId !== entity.uniqueId) {
    return refusals.replaced(entity.name, expectedUniqueId, entity.uniqueId)
  }
  const byItself = refuseNamed(entity, scope)
  return byItself.allowed && entity.type === 'group' ? refuseMembers(entity, scope) : byItself
}

function refuseType(principal: Principal, scope: ProtectionScope): Protection {
  switch (principal.type) {
    case 'role':
    case 'user':
    case 'group':
      return refuseNamed({ ...principal, type: principal.type, path: rolePathOf(principal.arn) }, scope)
    case 'rolesAnywhereProfile':
      return refuseNamed({ ...principal, type: principal.type, path: null }, scope)
    case 'root':
      return refusals.root()
    case 'federatedUser':
      return principal.issuer?.type === 'root' ? refusals.federatedByRoot() : refusals.federatedUser()
    case 'service':
      return refusals.service()
    case 'unresolved':
      return refusals.unresolved(principal.reason ?? 'no reason given')
    default:
      return assertNever(principal.type, 'principal type')
  }
}

/** `path` is null and `arn` absent where only the name is known: an assumed-role ARN has lost the path. */
interface Named {
  readonly type: EntityType
  readonly name: string
  readonly path: string | null
  readonly arn?: string | undefined
  readonly uniqueId?: string | undefined
}

function refuseNamed(named: Named, scope: ProtectionScope): Protection {
  const reserved = named.type === 'role' ? refuseReserved(named.name, named.path) : allowed
  if (!reserved.allowed) return reserved
  const rule = protectingRule(named, scope)
  return rule === undefined ? allowed : refusals.protectedByConfiguration(named.name, rule)
}

function refuseReserved(name: string, path: string | null): Protection {
  const reserved = reservedRoleOf(name, path)
  // The hint about lookalikes is for a path that is known and says something else.
  return reserved === null ? allowed : refusals[reserved.kind](name, reserved.isByPath ? null : path)
}

/** A group denies whoever is in it, so it is as protected as the most protected of its members. */
function refuseMembers({ name, members }: EntityDescription, scope: ProtectionScope): Protection {
  if (members === null) return refusals.membersUnknown(name)
  for (const member of members) {
    const user = { ...member, type: 'user' as const, path: null, accountId: scope.accountId }
    if (ourselfAs(user, scope) !== null) return refusals.groupHasOurself(name, member.name)
    const rule = protectingRule(user, scope)
    if (rule !== undefined) return refusals.groupHasProtected(name, member.name, rule)
  }
  return allowed
}

/** The pattern or id that protects; ids are compared as IAM writes them, in capitals. */
function protectingRule({ type, name, arn, uniqueId }: Named, scope: ProtectionScope): string | undefined {
  const { arns, uniqueIds } = scope.rules
  const known = arn ?? iamArn(scope.partition, scope.accountId, `${type}/${name}`)
  return (
    arns.find((pattern) => globMatches(pattern, known)) ??
    uniqueIds.find((id) => uniqueId !== undefined && id.toUpperCase() === uniqueId.toUpperCase())
  )
}

interface Identified {
  readonly type: PrincipalType
  readonly name: string
  readonly accountId: string
  readonly arn?: string | undefined
  readonly uniqueId?: string | undefined
}

/** Which of our own identities this is; null where it is none. */
function ourselfAs(principal: Identified, { callers }: ProtectionScope): string | null {
  return callers.find((caller) => isSame(principal, caller))?.arn ?? null
}

/** By unique id, by ARN, and by name without regard to case: a caller's session ARN has lost its role's path. */
function isSame(principal: Identified, caller: ProtectionScope['callers'][number]): boolean {
  // A role that is ours by configuration has no id yet, and not every endpoint tells the ids of members.
  const ourId = caller.userId.split(':', 1)[0]
  if (principal.uniqueId !== undefined && ourId !== '' && principal.uniqueId === ourId) return true
  if (principal.arn !== undefined && principal.arn.toLowerCase() === caller.arn.toLowerCase()) return true
  const ours = nameOfCaller(caller.arn)
  return (
    ours !== null &&
    ours.type === principal.type &&
    caller.accountId === principal.accountId &&
    ours.name.toLowerCase() === principal.name.toLowerCase()
  )
}

function nameOfCaller(arn: string): { type: 'role' | 'user'; name: string } | null {
  const parsed = parsePrincipalArn(arn)
  if (!parsed.ok) return null
  const { principal } = parsed
  if (principal.kind === 'assumedRole') return { type: 'role', name: principal.roleName }
  return principal.kind === 'role' || principal.kind === 'user' ? { type: principal.kind, name: principal.name } : null
}

function partsOf(arn: string): { partition: string; accountId: string } {
  const [, partition = '', , , accountId = ''] = arn.split(':')
  return { partition, accountId }
}
