import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { SessionActivity } from '../domain/evidence.js'
import {
  assumedRoleOf,
  isActivityOf,
  isOwnToken,
  type PrincipalIdentity,
  sessionNameOf,
} from '../domain/principal-activity.js'
import { isAliveAt } from './sessions/alive-after.js'
import { errorsIn, groupBy, spanOf, unique } from './tally.js'

export interface SessionsInput {
  readonly principal: PrincipalIdentity
  /** The principal's own calls, in order. */
  readonly calls: readonly CloudTrailEvent[]
  /** All records, in order: also those of others that issued the principal's credentials. */
  readonly all: readonly CloudTrailEvent[]
  readonly collectedAt: string
}

/**
 * The sessions of a role, or the keys and sessions of a user, newest activity first: those that called, and those whose
 * credentials were handed out and not used so far, for they are as alive. A long-term key has no end that a record could
 * show. A key alone does not name a session (temporary key ids are unique only together with their secrets), so the
 * principal id counts as well.
 */
export function summariseSessions(input: SessionsInput): SessionActivity[] {
  const issues = issuedFor(input)
  const used = groupBy(input.calls, ({ actor }) => `${actor.accessKeyId ?? ''} ${actor.principalId ?? actor.arn ?? ''}`)
  const usedKeys = new Set(input.calls.map(({ actor }) => actor.accessKeyId))
  const active = used.flatMap(([, calls]) => activeSession(calls, issues, input))
  const unused = [...issues].flatMap(([key, issue]) => (usedKeys.has(key) ? [] : [unusedSession(issue, input)]))
  return [...active, ...unused].sort(
    (a, b) => Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt) || (a.accessKeyId < b.accessKeyId ? -1 : 1),
  )
}

type Issue = { readonly event: CloudTrailEvent; readonly issued: NonNullable<CloudTrailEvent['issued']> }

/** Credentials of this principal by key. Where a key was seen twice the later record tells its end. */
function issuedFor({ principal, all }: SessionsInput): Map<string, Issue> {
  const issues = all.flatMap((event) => {
    const { issued } = event
    return issued && isForPrincipal(event, principal) ? [[issued.accessKeyId, { event, issued }] as const] : []
  })
  return new Map(issues)
}

/** A user gets session and federation tokens for itself; a role's credentials are issued to whoever assumes it. */
function isForPrincipal(event: CloudTrailEvent, principal: PrincipalIdentity): boolean {
  if (principal.type !== 'role') return isOwnToken(event) && isActivityOf(event, principal)
  return isForRole(event.issued?.roleArn, principal) && isForSession(event.issued?.sessionName, principal)
}

function isForSession(issuedTo: string | undefined, { sessionName }: PrincipalIdentity): boolean {
  return sessionName === undefined || sessionName === null || issuedTo === undefined || issuedTo === sessionName
}

/** `roleArn` is the role's ARN or the session's (assumedRoleUser), which has lost the path. */
function isForRole(arn: string | undefined, role: PrincipalIdentity): boolean {
  if (arn === undefined) return false
  if (arn.toLowerCase() === role.arn.toLowerCase()) return true
  const session = assumedRoleOf(arn)
  return session?.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
}

function activeSession(calls: CloudTrailEvent[], issues: Map<string, Issue>, input: SessionsInput): SessionActivity[] {
  const [first] = calls
  const span = spanOf(calls)
  if (first === undefined || span === null) return []
  const accessKeyId = first.actor.accessKeyId ?? ''
  return [
    {
      sessionName: sessionNameOf(first.actor) ?? '',
      accessKeyId,
      ...span,
      calls: calls.length,
      errors: errorsIn(calls),
      sourceIps: unique(calls.map(({ sourceIp }) => sourceIp)),
      ...endOf(issues.get(accessKeyId), { accessKeyId, seenAt: span.firstSeenAt }, input),
    },
  ]
}

function unusedSession(issue: Issue, input: SessionsInput): SessionActivity {
  const { event, issued } = issue
  return {
    sessionName: issued.sessionName ?? '',
    accessKeyId: issued.accessKeyId,
    firstSeenAt: event.eventTime,
    lastSeenAt: event.eventTime,
    calls: 0,
    errors: 0,
    sourceIps: [],
    ...endOf(issue, { accessKeyId: issued.accessKeyId, seenAt: event.eventTime }, input),
  }
}

interface Seen {
  readonly accessKeyId: string
  /** By its issue, else by its first call. */
  readonly seenAt: string
}

/** Where no record says when temporary credentials end, they are over once they are older than their kind can get. */
function endOf(
  issue: Issue | undefined,
  { accessKeyId, seenAt }: Seen,
  { principal, collectedAt }: SessionsInput,
): Pick<SessionActivity, 'expiresAt' | 'alive'> {
  const expiresAt = issue?.issued.expiresAt ?? null
  if (!accessKeyId.startsWith('ASIA')) {
    return { expiresAt, alive: expiresAt === null ? null : Date.parse(expiresAt) > Date.parse(collectedAt) }
  }
  const kind = principal.type === 'role' ? 'role' : 'sessionToken'
  const lifetime = { kind, issuedAt: null, firstSeen: seenAt, expiresAt, endedAt: null } as const
  return { expiresAt, alive: isAliveAt(lifetime, Date.parse(collectedAt)) }
}
