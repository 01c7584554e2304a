import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Entity } from '../domain/principal.js'
import { callerOf } from '../domain/role-caller.js'
import type { RoleAsker, RoleUse } from '../domain/role-use.js'
import type { Returned, Suspect } from '../domain/verdict.js'
import type { AppliedBlock } from './applied-block.js'
import { type Issue, issuesOf, keyOfCaller, mayLiveAt, sessionOf } from './role-issues.js'

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

/**
 * Sessions of a role in the hands of those whose session a block denies, that it does not deny (ATT&CK T1550.001): whoever may assume
 * the role chooses the session's name, so a block of one session, or of older ones, stops nobody who asks again, nor who had another
 * one already. Callers are told by who they are in the record of the role's account, and by nothing that they choose (name of the
 * session, external id, address, agent): the principal itself, or, of those opened since, another one of the same foreign account that
 * is not known to use the role. A service of AWS names its sessions itself, and is not the caller. Oldest first; none where the whole
 * role is denied.
 */
export function returnedSessions({ events, block, sessionName, roleUse }: ReturnInput): Suspect[] {
  const { entity } = block.plan
  const denies = denialOf(block, sessionName)
  if (denies === null) return []
  const issues = issuesOf(events, entity)
  const known = knownCallers(issues.filter(denies.isBlocked), roleUse, entity.accountId)
  const since = issues.filter(denies.isOpen).flatMap((issue) => suspectOf(issue, askerIn(issue, known), entity))
  const before = issues.filter(denies.isLeftAlive).flatMap((issue) => siblingOf(issue, known, entity))
  return [...since, ...before].sort(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.name < b.name ? -1 : 1),
  )
}

/**
 * Of all that came back those that people are told of: the same in every look, so that none is told twice. Many sessions from before
 * the block hide none that was opened since.
 */
export function toldOf(sessions: readonly Suspect[]): readonly Suspect[] {
  const before = sessions.filter(({ returned }) => returned?.before)
  const since = sessions.filter(({ returned }) => !returned?.before)
  return [...before.slice(0, TOLD), ...since.slice(0, TOLD)]
}

interface Denial {
  /** Sessions that the block was put against. */
  readonly isBlocked: (issue: Issue) => boolean
  /** Sessions since that it does not deny. */
  readonly isOpen: (issue: Issue) => boolean
  /** Sessions from before it that it does not deny, and that were not over then. */
  readonly isLeftAlive: (issue: Issue) => boolean
}

/** null: everything of the role is denied, or nothing that sessions could get round. */
function denialOf({ plan, appliedAt, revokedBefore }: AppliedBlock, accused: string | null): Denial | null {
  const purposes = plan.writes.map(({ purpose }) => purpose)
  if (plan.entity.type !== 'role' || purposes.includes('denyAll')) return null
  const deniedName = purposes.includes('denySession') ? plan.sessionName : null
  const name = deniedName ?? accused
  if (name === null || !(purposes.includes('denySession') || purposes.includes('revokeOlderSessions'))) return null
  const revokes = purposes.includes('revokeOlderSessions')
  const since = Date.parse(revokes ? (revokedBefore ?? appliedAt) : appliedAt)
  const isSince = ({ eventTime }: Issue) => Date.parse(eventTime) >= since
  return {
    isBlocked: (issue) => sessionOf(issue) === name && (deniedName !== null || !isSince(issue)),
    isOpen: (issue) => isSince(issue) && sessionOf(issue) !== deniedName,
    isLeftAlive: (issue) => !revokes && !isSince(issue) && sessionOf(issue) !== deniedName && mayLiveAt(issue, since),
  }
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
    keys: new Set(blocked.map(keyOfCaller)),
    accused,
    accounts: new Set(accounts.flatMap((id) => (id === null || id === home ? [] : [id]))),
    routine: new Set((roleUse?.askers ?? []).flatMap(({ isRoutine, who }) => (isRoutine ? [who] : []))),
  }
}

function askerIn(issue: Issue, { keys, accused, accounts, routine }: KnownCallers): Returned['asker'] | null {
  if (keys.has(keyOfCaller(issue))) return 'same'
  const { who, accountId } = callerOf(issue)
  if (accountId === null) return null
  if (accused.some((asker) => asker.who === who && asker.accountId === accountId)) return 'same'
  return accounts.has(accountId) && !routine.has(who) ? 'sameAccount' : null
}

/** Others of its account had sessions of their own before anything was blocked: only whoever had the one that is denied counts. */
function siblingOf(issue: Issue, known: KnownCallers, entity: Entity): Suspect[] {
  if (askerIn(issue, known) !== 'same') return []
  return suspectOf(issue, 'same', entity).map((one) =>
    one.returned === undefined ? one : { ...one, returned: { ...one.returned, before: true } },
  )
}

function suspectOf(issue: Issue, asker: Returned['asker'] | null, { arn }: Entity): Suspect[] {
  if (asker === null) return []
  const { eventId, eventTime, sharedEventId = null, sourceIp = null, userAgent = null, issued } = issue
  const returned = { eventId, sharedEventId, sourceIp, userAgent, asker }
  const name = `${arn}/${sessionOf(issue) ?? ''}/${issued.accessKeyId}`
  return [{ kind: 'session', name, createdAt: eventTime, by: callerOf(issue).who, cause: 'principal', returned }]
}
