import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Evidence, SiblingSession } from '../domain/evidence.js'
import type { ContainPlan } from '../domain/plan.js'
import { quoteText } from '../domain/quote-text.js'
import { callerOf } from '../domain/role-caller.js'
import { type Issue, issuesOf, keyOfCaller, mayLiveAt, sessionOf } from './role-issues.js'

export interface SiblingInput {
  /** Calls that asked for sessions of the role, among any others; in any order, repetitions allowed. */
  readonly events: readonly CloudTrailEvent[]
  readonly role: { readonly arn: string; readonly uniqueId: string | null }
  /** Of the session that is accused, as far as they are known. */
  readonly sessionName: string | null
  readonly accessKeyId: string | null
  /** The present moment. */
  readonly at: string
}

/** Nobody reads more, and who opens thousands is told by the newest. */
const LISTED = 50

/**
 * Other sessions of the role that are alive in the hands of whoever has the accused one (ATT&CK T1550.001): a block of that one
 * session does not reach them. Callers are told by who they are in the record, as for those who come back. Newest first; none where
 * no record tells who was given the accused session.
 */
export function siblingSessions({ events, role, sessionName, accessKeyId, at }: SiblingInput): SiblingSession[] {
  const issues = issuesOf(events, role)
  const isAccused = (issue: Issue) =>
    issue.issued.accessKeyId === accessKeyId || (sessionName !== null && sessionOf(issue) === sessionName)
  const callers = new Set(issues.filter(isAccused).map(keyOfCaller))
  return issues
    .filter((issue) => !isAccused(issue) && callers.has(keyOfCaller(issue)) && mayLiveAt(issue, Date.parse(at)))
    .sort((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime) || (a.eventId < b.eventId ? -1 : 1))
    .slice(0, LISTED)
    .map(toSibling)
}

function toSibling(issue: Issue): SiblingSession {
  const { accessKeyId, expiresAt = null } = issue.issued
  return {
    sessionName: sessionOf(issue) ?? '',
    accessKeyId,
    issuedAt: issue.eventTime,
    expiresAt,
    by: callerOf(issue).who,
  }
}

const NAMED = 5

/** The same in one sentence, with external names in it; null where there is none. */
export function siblingSentence({ siblings = [] }: Pick<Evidence, 'siblings'>): string | null {
  const [first] = siblings
  if (first === undefined) return null
  const named = siblings.slice(0, NAMED).map(({ sessionName, accessKeyId, expiresAt }) => {
    return `${quoteText(sessionName)} (${accessKeyId}, ${expiresAt === null ? 'end unknown' : `until ${expiresAt}`})`
  })
  const more = siblings.length > NAMED ? `; ${siblings.length - NAMED} more` : ''
  const what = siblings.length === 1 ? 'another session' : `${siblings.length} other sessions`
  return `Whoever has the accused session (${quoteText(first.by)}) has ${what} of the role alive: ${named.join('; ')}${more}.`
}

/** Why people would have to decide anew about a block of one session; null where they would not. */
export function newSiblings(before: Evidence | null, after: Evidence, { modes }: ContainPlan): string | null {
  if (!modes.includes('deny-session') || modes.includes('revoke-sessions')) return null
  const known = new Set((before?.siblings ?? []).map(({ accessKeyId }) => accessKeyId))
  const isNew = (after.siblings ?? []).some(({ accessKeyId }) => !known.has(accessKeyId))
  return isNew ? siblingSentence(after) : null
}
