import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { Entity } from '../domain/principal.js'
import { isActivityOf } from '../domain/role-activity.js'
import type { BlockObservation } from '../domain/verdict.js'
import { tamperingIn } from './tampering.js'
import { isUndeniable } from './undeniable-calls.js'

/** The block that the records are held against. */
export interface AppliedBlock {
  readonly entity: Entity
  /** AWS's `Date` of the write, to the second as CloudTrail's event times are. */
  readonly appliedAt: string
  /** How long AWS may need until it enforces what IAM already shows (about 4 s measured; "a few minutes" documented). */
  readonly propagationWindowMs: number
  readonly policyName: string
  /** Our own callers: role, user or session ARNs. What they write is not tampering. */
  readonly ourArns: readonly string[]
}

export type ActivityAfterBlock = Pick<BlockObservation, 'denied' | 'succeeded' | 'inWindow' | 'tampering'>

/**
 * What CloudTrail shows of a blocked role, by event time and never by arrival: denials since the block, successes after
 * the window (the block does not hold), successes within it (to be looked into), acts against the block. Calls that no
 * policy can deny are left out. Errors that are no denial prove nothing either way. Each event id counts once.
 */
export function observeActivity(events: readonly CloudTrailEvent[], block: AppliedBlock): ActivityAfterBlock {
  const unique = [...new Map(events.map((event) => [event.eventId, event])).values()]
  const since = unique
    .filter((event) => Date.parse(event.eventTime) >= Date.parse(block.appliedAt))
    .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))
  const own = since.filter((event) => isActivityOf(event, block.entity) && !isUndeniable(event))
  const successes = own.filter((event) => event.errorCode === undefined)
  return {
    denied: own.filter((event) => provesDenial(event, isInWindow(event, block))).length,
    succeeded: successes.filter((event) => !isInWindow(event, block)).map(named),
    inWindow: successes.filter((event) => isInWindow(event, block)).map(named),
    tampering: tamperingIn(since, block),
  }
}

function isInWindow(event: CloudTrailEvent, { appliedAt, propagationWindowMs }: AppliedBlock): boolean {
  return Date.parse(event.eventTime) <= Date.parse(appliedAt) + propagationWindowMs
}

/**
 * A denial because nothing allows the call would have happened without our block, so it is no proof of it. Within the
 * window only a message that names an explicit deny counts; later, services that send no message count as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function provesDenial({ errorCode, errorMessage }: CloudTrailEvent, inWindow: boolean): boolean {
  if (errorCode === undefined || !isDenialCode(errorCode)) return false
  const message = errorMessage ?? ''
  if (/with an explicit deny/i.test(message)) return true
  return !inWindow && !/because no .* policy allows/i.test(message)
}

/** The spelling depends on the service: AccessDenied, AccessDeniedException, Client.UnauthorizedOperation and their like. */
export function isDenialCode(errorCode: string): boolean {
  return /^AccessDenied|Unauthorized/i.test(errorCode)
}

function named({ eventId, eventName, eventTime }: CloudTrailEvent): ActivityAfterBlock['succeeded'][number] {
  return { eventId, eventName, eventTime }
}
