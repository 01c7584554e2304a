import { assertNever } from '../../../src/domain/assert-never.js'
import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { ActivityQuery } from '../../../src/ports.js'
import type { Lookup } from './lookup-events.js'
import { isIssueOf } from './principal-records.js'

const hourMs = 3_600_000
/** Credentials used in the window were issued at most so long before it: a role's, and a user's own or its federated users'. */
const longestRoleSessionMs = 12 * hourMs
const longestUserTokenMs = 36 * hourMs

/**
 * What is asked before the keys are known: what was done to the principal, and who was issued its credentials. CloudTrail
 * takes one attribute a lookup. A session is listed under its own name and not under its role's, so a role's calls are
 * found by access key alone; a user's are under its name as well.
 */
export function lookupsOf({ principal, from, to, issuesOnly }: ActivityQuery): Lookup[] {
  const { type, name, arn } = principal
  const named = { attribute: 'ResourceName', value: name, from, to } as const
  switch (type) {
    case 'role':
      // Whoever assumed it is listed under its ARN; its name is what IAM's own calls are listed under.
      if (issuesOnly === true) return [{ attribute: 'ResourceName', value: arn, from, to }]
      return [named, { attribute: 'ResourceName', value: arn, from: earlier(from, longestRoleSessionMs), to }]
    case 'user':
      // GetSessionToken, GetFederationToken and the sign-in to the console are its own calls.
      if (issuesOnly === true) return [{ attribute: 'Username', value: name, from, to }]
      return [
        { attribute: 'Username', value: name, from, to },
        named,
        { attribute: 'ResourceName', value: arn, from, to },
        ...['GetSessionToken', 'GetFederationToken'].map(
          (value) => ({ attribute: 'EventName', value, from: earlier(from, longestUserTokenMs), to }) as const,
        ),
      ]
    case 'group':
      return [named]
    case 'rolesAnywhereProfile':
      return [
        {
          attribute: 'EventSource',
          value: 'rolesanywhere.amazonaws.com',
          from: earlier(from, longestRoleSessionMs),
          to,
        },
      ]
    default:
      return assertNever(type, 'principal type')
  }
}

/** The calls of each key: those that were asked for, then issued ones, newest first; not those that ended before the window. */
export function keyLookupsOf(query: ActivityQuery, events: readonly CloudTrailEvent[]): Lookup[] {
  const { principal, accessKeyIds, from, to } = query
  const issued = events
    .filter((event) => isIssueOf(event, principal))
    .sort((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime) || (b.eventId < a.eventId ? -1 : 1))
    .flatMap(({ issued }) => (issued && !endedBefore(issued.expiresAt, from) ? [issued.accessKeyId] : []))
  const keys = new Set([...accessKeyIds, ...issued])
  return [...keys].map((value) => ({ attribute: 'AccessKeyId', value, from, to }))
}

function endedBefore(expiresAt: string | undefined, from: string): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) < Date.parse(from)
}

function earlier(iso: string, byMs: number): string {
  return new Date(Date.parse(iso) - byMs).toISOString()
}
