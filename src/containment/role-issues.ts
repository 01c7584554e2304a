import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { callerOf } from '../domain/role-caller.js'

/** A call that gave somebody a session. */
export type Issue = CloudTrailEvent & { readonly issued: NonNullable<CloudTrailEvent['issued']> }

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html */
const LONGEST_SESSION_MS = 12 * 3_600_000

/** The sessions of a role that people and programs were given, each once; a service of AWS names its sessions itself, and is nobody who comes back. */
export function issuesOf(
  events: readonly CloudTrailEvent[],
  role: { readonly arn: string; readonly uniqueId: string | null },
): Issue[] {
  const unique = [...new Map(events.map((event) => [event.eventId, event])).values()]
  return unique.filter(isIssue).filter((event) => isOfRole(event, role) && event.actor.type !== 'AWSService')
}

function isIssue(event: CloudTrailEvent): event is Issue {
  return event.issued !== undefined && event.errorCode === undefined
}

/** The role's ARN may stand with its path or without. */
function isOfRole({ issued }: Issue, { arn, uniqueId }: { readonly arn: string; readonly uniqueId: string | null }) {
  if (issued.assumedRoleId !== undefined && uniqueId !== null) return issued.assumedRoleId.split(':', 1)[0] === uniqueId
  return withoutPath(issued.roleArn ?? '') === withoutPath(arn)
}

function withoutPath(arn: string): string {
  return arn.replace(/:role\/.*\//, ':role/').toLowerCase()
}

/** The session's name; null where the record does not tell. */
export function sessionOf({ issued, requestParameters }: Issue): string | null {
  const asked = requestParameters?.roleSessionName
  return issued.sessionName ?? (typeof asked === 'string' ? asked : null)
}

/**
 * Who was given it, by nothing that they choose. Everybody of an identity provider is one caller of the role; here one of them is
 * meant.
 */
export function keyOfCaller({ actor, ...event }: Issue): string {
  const { key, accountId } = callerOf({ ...event, actor })
  return accountId === null ? `${key} ${actor.principalId ?? actor.userName ?? ''}` : key
}

/** Whether its credentials may work at that moment: where their end is not on record, as long as a role's can. */
export function mayLiveAt({ issued, eventTime }: Issue, atMs: number): boolean {
  const endsAt =
    issued.expiresAt === undefined ? Date.parse(eventTime) + LONGEST_SESSION_MS : Date.parse(issued.expiresAt)
  return endsAt > atMs
}
