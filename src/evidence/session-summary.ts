import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { SessionActivity } from '../domain/evidence.js'
import { assumedRoleOf, type RoleIdentity } from '../domain/role-activity.js'
import { errorsIn, groupBy, spanOf, unique } from './tally.js'

export interface SessionsInput {
  readonly role: RoleIdentity
  /** The role's own calls, in order. */
  readonly calls: readonly CloudTrailEvent[]
  /** All records, in order: also those of others that issued the role's credentials. */
  readonly all: readonly CloudTrailEvent[]
  readonly collectedAt: string
}

/**
 * The sessions of a role, newest activity first: those that called, and those whose credentials were handed out and not
 * used so far, for they are as alive. A key alone does not name a session (temporary key ids are unique only together
 * with their secrets), so the principal id counts as well.
 */
export function summariseSessions(input: SessionsInput): SessionActivity[] {
  const issues = issuedFor(input)
  const used = groupBy(input.calls, ({ actor }) => `${actor.accessKeyId ?? ''} ${actor.principalId ?? actor.arn ?? ''}`)
  const usedKeys = new Set(input.calls.map(({ actor }) => actor.accessKeyId))
  const active = used.flatMap(([, calls]) => activeSession(calls, issues, input.collectedAt))
  const unused = [...issues].flatMap(([key, issue]) =>
    usedKeys.has(key) ? [] : [unusedSession(issue, input.collectedAt)],
  )
  return [...active, ...unused].sort(
    (a, b) => Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt) || (a.accessKeyId < b.accessKeyId ? -1 : 1),
  )
}

type Issue = { readonly event: CloudTrailEvent; readonly issued: NonNullable<CloudTrailEvent['issued']> }

/** Credentials of this role by key. Where a key was seen twice the later record tells its end. */
function issuedFor({ role, all }: SessionsInput): Map<string, Issue> {
  const issues = all.flatMap((event) => {
    const { issued } = event
    return issued && isForRole(issued.roleArn, role) ? [[issued.accessKeyId, { event, issued }] as const] : []
  })
  return new Map(issues)
}

/** `roleArn` is the role's ARN or the session's (assumedRoleUser), which has lost the path. */
function isForRole(arn: string | undefined, role: RoleIdentity): boolean {
  if (arn === undefined) return false
  if (arn.toLowerCase() === role.arn.toLowerCase()) return true
  const session = assumedRoleOf(arn)
  return session?.accountId === role.accountId && session.roleName.toLowerCase() === role.name.toLowerCase()
}

function activeSession(calls: CloudTrailEvent[], issues: Map<string, Issue>, collectedAt: string): SessionActivity[] {
  const [first] = calls
  const span = spanOf(calls)
  if (first === undefined || span === null) return []
  const accessKeyId = first.actor.accessKeyId ?? ''
  return [
    {
      sessionName: sessionNameOf(first),
      accessKeyId,
      ...span,
      calls: calls.length,
      errors: errorsIn(calls),
      sourceIps: unique(calls.map(({ sourceIp }) => sourceIp)),
      ...endOf(issues.get(accessKeyId), collectedAt),
    },
  ]
}

function unusedSession(issue: Issue, collectedAt: string): SessionActivity {
  const { event, issued } = issue
  return {
    sessionName: issued.sessionName ?? '',
    accessKeyId: issued.accessKeyId,
    firstSeenAt: event.eventTime,
    lastSeenAt: event.eventTime,
    calls: 0,
    errors: 0,
    sourceIps: [],
    ...endOf(issue, collectedAt),
  }
}

function endOf(issue: Issue | undefined, collectedAt: string): Pick<SessionActivity, 'expiresAt' | 'alive'> {
  const expiresAt = issue?.issued.expiresAt ?? null
  return { expiresAt, alive: expiresAt === null ? null : Date.parse(expiresAt) > Date.parse(collectedAt) }
}

/** `AROA…:session` or `…:assumed-role/Name/session`. */
function sessionNameOf({ actor }: CloudTrailEvent): string {
  const fromId = actor.principalId?.includes(':') ? actor.principalId.slice(actor.principalId.indexOf(':') + 1) : ''
  return fromId || (actor.arn?.split('/').at(-1) ?? '')
}
