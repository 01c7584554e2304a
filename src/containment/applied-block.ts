import { parsePrincipalArn } from '../domain/arn.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { ContainPlan } from '../domain/plan.js'
import { isActivityOf, type PrincipalIdentity } from '../domain/principal-activity.js'

/** Whom to hold for the attacker from the start, beside the principal itself; of a key its id, alone or after a slash. */
export interface FamilyMember {
  readonly kind: 'user' | 'role' | 'accessKey'
  readonly name: string
}

/** The block that the records are held against. */
export interface AppliedBlock {
  readonly plan: ContainPlan
  /** AWS's `Date` of the write, to the second as CloudTrail's event times are. */
  readonly appliedAt: string
  /** Our policies taken off before this are no acts against the block: a person's retry had it put again then. null: there was none. */
  readonly gapsUpTo: string | null
  /** The date that a revoke policy of this plan carries; null where it has none. */
  readonly revokedBefore: string | null
  /** How long AWS may need until it enforces what IAM already shows (about 4 s measured; "a few minutes" documented). */
  readonly propagationWindowMs: number
  /** Our own callers, the whole chain: role, user or session ARNs. What they write is not tampering. */
  readonly ourArns: readonly string[]
  /** Whom earlier looks proved to be of the principal's making: what they do counts also where its record is not read again. */
  readonly family?: readonly FamilyMember[]
}

/**
 * True for a call by those that this block is about: everybody with the entity's permissions, the members of a group, or
 * only the session or the older sessions that the plan denies. A plan that turns keys off means the whole user, so that
 * what temporary credentials go on doing shows. A record that does not say which session it is of counts: a success that is
 * overlooked does harm. Of a Roles Anywhere profile it is the sessions asked for by it; what those do that it handed out before
 * is not denied.
 */
export function isOfBlocked(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const { plan } = block
  if (plan.entity.type === 'group') return isOfMember(event, plan)
  if (!isActivityOf(event, identityOf(plan))) return false
  if (isAboutEverything(plan) || plan.entity.type === 'rolesAnywhereProfile') return true
  return isOfDeniedSession(event, plan) || isOfRevokedSession(event, block)
}

/** Policies on a group deny what its members do. Its names are those of the plan: a member who left is still one of them. */
function isOfMember({ actor, accountId }: CloudTrailEvent, { entity, impact }: ContainPlan): boolean {
  const parsed = parsePrincipalArn(actor.issuerArn ?? actor.arn ?? '')
  const named = parsed.ok && parsed.principal.kind === 'user' ? parsed.principal : null
  const isBare = actor.arn === undefined && actor.issuerArn === undefined && actor.type === 'IAMUser'
  const name = named?.name ?? (isBare ? actor.userName : undefined)
  if (name === undefined || (named?.accountId ?? accountId) !== entity.accountId) return false
  return impact.members.some((member) => member.toLowerCase() === name.toLowerCase())
}

function isAboutEverything({ writes }: ContainPlan): boolean {
  return writes.some(({ purpose }) => purpose === 'denyAll' || purpose === 'disableKey')
}

function isOfDeniedSession(event: CloudTrailEvent, plan: ContainPlan): boolean {
  if (!plan.writes.some(({ purpose }) => purpose === 'denySession')) return false
  return isActivityOf(event, { ...identityOf(plan), sessionName: plan.sessionName })
}

/** `DateLessThan aws:TokenIssueTime`: a long-term key has no such time and is never denied by it. */
function isOfRevokedSession({ actor }: CloudTrailEvent, block: AppliedBlock): boolean {
  if (!block.plan.writes.some(({ purpose }) => purpose === 'revokeOlderSessions')) return false
  if (actor.sessionIssuedAt === undefined) return actor.type !== 'IAMUser' || isTemporaryKey(actor.accessKeyId)
  return Date.parse(actor.sessionIssuedAt) < Date.parse(block.revokedBefore ?? block.appliedAt)
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
function isTemporaryKey(accessKeyId: string | undefined): boolean {
  return accessKeyId?.startsWith('ASIA') ?? false
}

function identityOf({ entity }: ContainPlan): PrincipalIdentity {
  const { type, arn, name, accountId, uniqueId } = entity
  return { type, arn, name, accountId, uniqueId }
}
