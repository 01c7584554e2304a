import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Entity } from '../domain/principal.js'
import { callerOf } from '../domain/role-caller.js'
import type { RoleAsker, RoleUse } from '../domain/role-use.js'
import type { Returned, Suspect } from '../domain/verdict.js'
import type { AppliedBlock } from './applied-block.js'

export interface ReturnInput {
  /** Calls that asked for sessions of the role, among any others; in any order, repetitions allowed. */
  readonly events: readonly CloudTrailEvent[]
  readonly block: AppliedBlock
  /** Of the finding: where older sessions are revoked, no plan names the one that it was about. */
  readonly sessionName: string | null
  /** null where nobody was asked who uses the role. */
  readonly roleUse: RoleUse | null
}

/** Whoever opens thousands is told of by the first: nobody reads more, and the incident remembers each that is told. */
const TOLD = 20

type Issue = CloudTrailEvent & { readonly issued: NonNullable<CloudTrailEvent['issued']> }

/**
 * New sessions of a role in the hands of those whose session a block denies, opened since (ATT&CK T1550.001): whoever may assume
 * the role chooses the session's name, so a block of one session, or of older ones, stops nobody who asks again. Callers are
 * told by who they are in the record of the role's account, and by nothing that they choose (name of the session, external id,
 * address, agent): the principal itself, or another one of the same foreign account that is not known to use the role. A service
 * of AWS names its sessions itself, and is not the caller. Oldest first; none where the whole role is denied.
 */
export function returnedSessions({ events, block, sessionName, roleUse }: ReturnInput): Suspect[] {
  const { plan } = block
  const denies = denialOf(block, sessionName)
  if (denies === null) return []
  const unique = [...new Map(events.map((event) => [event.eventId, event])).values()]
  const issues = unique
    .filter(isIssue)
    .filter((event) => isOfRole(event, plan.entity) && event.actor.type !== 'AWSService')
  const known = knownCallers(issues.filter(denies.isBlocked), roleUse, plan.entity.accountId)
  return issues
    .filter(denies.isOpen)
    .flatMap((issue) => suspectOf(issue, askerIn(issue, known), plan.entity))
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.name < b.name ? -1 : 1))
}

/** Of all that came back those that people are told of: the same in every look, so that none is told twice. */
export function toldOf(returned: readonly Suspect[]): readonly Suspect[] {
  return returned.slice(0, TOLD)
}

function isIssue(event: CloudTrailEvent): event is Issue {
  return event.issued !== undefined && event.errorCode === undefined
}

/** The role's ARN may stand with its path or without. */
function isOfRole({ issued }: Issue, { arn, uniqueId }: Entity): boolean {
  if (issued.assumedRoleId !== undefined) return issued.assumedRoleId.split(':', 1)[0] === uniqueId
  return withoutPath(issued.roleArn ?? '') === withoutPath(arn)
}

function withoutPath(arn: string): string {
  return arn.replace(/:role\/.*\//, ':role/').toLowerCase()
}

interface Denial {
  /** Sessions that the block was put against. */
  readonly isBlocked: (issue: Issue) => boolean
  /** Sessions since that it does not deny. */
  readonly isOpen: (issue: Issue) => boolean
}

/** null: everything of the role is denied, or nothing that sessions could get round. */
function denialOf({ plan, appliedAt, revokedBefore }: AppliedBlock, accused: string | null): Denial | null {
  const purposes = plan.writes.map(({ purpose }) => purpose)
  if (plan.entity.type !== 'role' || purposes.includes('denyAll')) return null
  const deniedName = purposes.includes('denySession') ? plan.sessionName : null
  const name = deniedName ?? accused
  if (name === null || !(purposes.includes('denySession') || purposes.includes('revokeOlderSessions'))) return null
  const since = Date.parse(purposes.includes('revokeOlderSessions') ? (revokedBefore ?? appliedAt) : appliedAt)
  const isSince = ({ eventTime }: Issue) => Date.parse(eventTime) >= since
  return {
    isBlocked: (issue) => nameOf(issue) === name && (deniedName !== null || !isSince(issue)),
    isOpen: (issue) => isSince(issue) && nameOf(issue) !== deniedName,
  }
}

function nameOf({ issued, requestParameters }: Issue): string | null {
  const asked = requestParameters?.roleSessionName
  return issued.sessionName ?? (typeof asked === 'string' ? asked : null)
}

interface KnownCallers {
  readonly keys: ReadonlySet<string>
  readonly accused: readonly RoleAsker[]
  /** Foreign accounts that the blocked session went to. */
  readonly accounts: ReadonlySet<string>
  /** Whoever of such an account used the role day after day before. */
  readonly routine: ReadonlySet<string>
}

function knownCallers(blocked: readonly Issue[], roleUse: RoleUse | null, home: string): KnownCallers {
  const accused = (roleUse?.askers ?? []).filter(({ isAccused }) => isAccused)
  const accounts = [...blocked.map((issue) => callerOf(issue).accountId), ...accused.map(({ accountId }) => accountId)]
  return {
    keys: new Set(blocked.map(keyOf)),
    accused,
    accounts: new Set(accounts.flatMap((id) => (id === null || id === home ? [] : [id]))),
    routine: new Set((roleUse?.askers ?? []).flatMap(({ isRoutine, who }) => (isRoutine ? [who] : []))),
  }
}

/** Everybody of an identity provider is one caller of the role; here one of them is meant. */
function keyOf({ actor, ...event }: Issue): string {
  const { key, accountId } = callerOf({ ...event, actor })
  return accountId === null ? `${key} ${actor.principalId ?? actor.userName ?? ''}` : key
}

function askerIn(issue: Issue, { keys, accused, accounts, routine }: KnownCallers): Returned['asker'] | null {
  if (keys.has(keyOf(issue))) return 'same'
  const { who, accountId } = callerOf(issue)
  if (accountId === null) return null
  if (accused.some((asker) => asker.who === who && asker.accountId === accountId)) return 'same'
  return accounts.has(accountId) && !routine.has(who) ? 'sameAccount' : null
}

function suspectOf(issue: Issue, asker: Returned['asker'] | null, { arn }: Entity): Suspect[] {
  if (asker === null) return []
  const { eventId, eventTime, sharedEventId = null, sourceIp = null, userAgent = null, issued } = issue
  const returned = { eventId, sharedEventId, sourceIp, userAgent, asker }
  const name = `${arn}/${nameOf(issue) ?? ''}/${issued.accessKeyId}`
  return [{ kind: 'session', name, createdAt: eventTime, by: callerOf(issue).who, cause: 'principal', returned }]
}
