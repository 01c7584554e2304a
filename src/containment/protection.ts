import { assertNever } from '../domain/assert-never.js'
import type { Partition } from '../domain/partition.js'
import { iamArn, type Principal } from '../domain/principal.js'
import { assumedRoleOf } from '../domain/role-activity.js'
import type { CallerIdentity, RoleDescription } from '../ports.js'
import { globMatches } from './glob.js'
import { type Protection, refusals } from './refusals.js'

/** Where we may write, and who we are. */
export interface ProtectionScope {
  readonly partition: Partition
  readonly accountId: string
  /** The identity that would write: it is never blocked. */
  readonly caller: Omit<CallerIdentity, 'at'>
  /** ARN patterns of the configuration, with `*` and `?`. */
  readonly protectedArns: readonly string[]
}

const allowed: Protection = { allowed: true }

/**
 * Whether a block of this principal is allowed, by everything that is known of it: the finding alone, and the role as IAM
 * describes it once it was read. Approval does not lift a refusal. Ask again immediately before a write.
 */
export function checkProtection(
  input: { readonly principal: Principal; readonly role: RoleDescription | null },
  scope: ProtectionScope,
): Protection {
  const byFinding = refusePrincipal(input.principal, scope)
  if (!byFinding.allowed || input.role === null) return byFinding
  return refuseEntity(input.role, scope, input.principal.uniqueId ?? null)
}

/** What the finding alone tells, before AWS is asked anything: nothing of another account or partition is even read. */
export function refusePrincipal(principal: Principal, scope: ProtectionScope): Protection {
  if (principal.partition !== scope.partition) return refusals.otherPartition(principal.partition, scope.partition)
  if (principal.accountId !== scope.accountId) return refusals.otherAccount(principal.accountId, scope.accountId)
  if (isOurself(principal, scope.caller)) return refusals.ourself(scope.caller.arn)
  return refuseType(principal, scope)
}

/**
 * What IAM's answer tells: its path, its unique id, its account. `expectedUniqueId` is the finding's, where it has one.
 * The partition and account of the answer are checked too: an endpoint may belong to another account than configured.
 */
export function refuseEntity(
  role: RoleDescription,
  scope: ProtectionScope,
  expectedUniqueId: string | null = null,
): Protection {
  const { partition, accountId } = partsOf(role.arn)
  if (partition !== scope.partition) return refusals.otherPartition(partition, scope.partition)
  if (accountId !== scope.accountId) return refusals.otherAccount(accountId, scope.accountId)
  if (isOurself({ ...role, type: 'role', accountId }, scope.caller)) return refusals.ourself(scope.caller.arn)
  if (expectedUniqueId !== null && expectedUniqueId !== role.uniqueId) {
    return refusals.replaced(role.name, expectedUniqueId, role.uniqueId)
  }
  return refuseRole(role.name, role.path, role.arn, scope)
}

function refuseType(principal: Principal, scope: ProtectionScope): Protection {
  switch (principal.type) {
    case 'role':
      return refuseRole(principal.name, pathOf(principal.arn), principal.arn ?? null, scope)
    case 'user':
    case 'group':
      return refusals.notSupportedYet(principal.type)
    case 'root':
      return refusals.root()
    case 'federatedUser':
      return refusals.federatedUser()
    case 'service':
      return refusals.service()
    case 'unresolved':
      return refusals.unresolved(principal.reason ?? 'no reason given')
    default:
      return assertNever(principal.type, 'principal type')
  }
}

/** `path` and `arn` are null where only the name is known: an assumed-role ARN has lost the path. */
function refuseRole(name: string, path: string | null, arn: string | null, scope: ProtectionScope): Protection {
  if (path?.startsWith('/aws-service-role/')) return refusals.serviceLinked(name)
  if (path?.startsWith('/aws-reserved/sso.amazonaws.com/')) return refusals.identityCenter(name)
  if (/^AWSServiceRoleFor/i.test(name)) return refusals.serviceLinked(name, path)
  if (/^AWSReservedSSO_/i.test(name)) return refusals.identityCenter(name, path)
  const pattern = protectingPattern(arn ?? iamArn(scope.partition, scope.accountId, `role/${name}`), scope)
  return pattern === undefined ? allowed : refusals.protectedByConfiguration(name, pattern)
}

function protectingPattern(arn: string, { protectedArns }: ProtectionScope): string | undefined {
  return protectedArns.find((pattern) => globMatches(pattern, arn))
}

type Identified = Pick<Principal, 'type' | 'name' | 'accountId' | 'arn' | 'uniqueId'>

/** By unique id, by ARN, and by name without regard to case: a caller's session ARN has lost its role's path. */
function isOurself(principal: Identified, caller: ProtectionScope['caller']): boolean {
  if (principal.uniqueId !== undefined && principal.uniqueId === caller.userId.split(':', 1)[0]) return true
  if (principal.arn !== undefined && principal.arn.toLowerCase() === caller.arn.toLowerCase()) return true
  const ours = nameOfCaller(caller)
  return (
    ours !== null &&
    ours.type === principal.type &&
    caller.accountId === principal.accountId &&
    ours.name.toLowerCase() === principal.name.toLowerCase()
  )
}

function nameOfCaller({ arn }: ProtectionScope['caller']): { type: 'role' | 'user'; name: string } | null {
  const session = assumedRoleOf(arn)
  if (session) return { type: 'role', name: session.roleName }
  const entity = /:(role|user)\/(?:.*\/)?([^/]+)$/.exec(arn)
  return entity?.[2] === undefined ? null : { type: entity[1] === 'role' ? 'role' : 'user', name: entity[2] }
}

function partsOf(arn: string): { partition: string; accountId: string } {
  const [, partition = '', , , accountId = ''] = arn.split(':')
  return { partition, accountId }
}

/** `/team/` of `arn:aws:iam::111122223333:role/team/name`; null where there is no IAM role ARN. */
function pathOf(arn: string | undefined): string | null {
  const match = /^arn:[^:]+:iam::\d{12}:role(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '')
  return match?.[1] ?? null
}
