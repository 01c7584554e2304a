import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import type { ContainPlan } from '../domain/plan.js'
import type { BlockObservation } from '../domain/verdict.js'
import { type AppliedBlock, isOfBlocked } from './applied-block.js'
import { tamperingIn } from './tampering.js'
import { isUndeniable } from './undeniable-calls.js'

export type { AppliedBlock } from './applied-block.js'

export type ActivityAfterBlock = Pick<
  BlockObservation,
  'denied' | 'succeeded' | 'inWindow' | 'undeniable' | 'tampering'
>

/**
 * What CloudTrail shows of those that a block denies, by event time and never by arrival: denials since the block, successes
 * after the window (the block does not hold), successes within it (to be looked into), acts against the block. Successes that
 * no policy can deny are listed apart. Errors that are no denial prove nothing either way. Each event id counts once.
 */
export function observeActivity(events: readonly CloudTrailEvent[], block: AppliedBlock): ActivityAfterBlock {
  const unique = [...new Map(events.map((event) => [event.eventId, event])).values()]
  const inOrder = unique.sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime))
  const own = inOrder.filter((event) => isSince(event, block) && isOfBlocked(event, block))
  const successes = own.filter(({ errorCode }) => errorCode === undefined)
  const deniable = successes.filter((event) => !isUndeniable(event))
  return {
    denied: own.filter((event) => provesDenial(event, block)).length,
    succeeded: deniable.filter((event) => !isInWindow(event, block)).map(named),
    inWindow: deniable.filter((event) => isInWindow(event, block)).map(named),
    undeniable: successes.filter(isUndeniable).map(named),
    tampering: tamperingIn(inOrder, block),
  }
}

function isSince({ eventTime }: CloudTrailEvent, { appliedAt }: AppliedBlock): boolean {
  return Date.parse(eventTime) >= Date.parse(appliedAt)
}

function isInWindow({ eventTime }: CloudTrailEvent, { appliedAt, propagationWindowMs }: AppliedBlock): boolean {
  return Date.parse(eventTime) <= Date.parse(appliedAt) + propagationWindowMs
}

function provesDenial(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const { errorCode } = event
  if (errorCode === undefined || isUndeniable(event)) return false
  if (isDenialCode(errorCode) && block.plan.entity.type === 'rolesAnywhereProfile') return isByDisabling(event, block)
  if (isDenialCode(errorCode)) return hasDenyPolicy(block.plan) && isExplicit(event, block)
  return isKeyRejection(errorCode) && wasDisabled(event.actor.accessKeyId, block.plan)
}

/**
 * A denial because nothing allows the call would have happened without our block, so it is no proof of it. Within the
 * window only a message that names an explicit deny counts; later, services that send no message count as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function isExplicit(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const message = event.errorMessage ?? ''
  if (/with an explicit deny/i.test(message)) return true
  return !isInWindow(event, block) && !/because no .* policy allows/i.test(message)
}

/**
 * Roles Anywhere denies a session for other reasons as well: a certificate that no anchor trusts, a role that does not let it in.
 * Those prove nothing. Within the window only what says that something is disabled counts.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html
 */
function isByDisabling(event: CloudTrailEvent, block: AppliedBlock): boolean {
  const message = event.errorMessage ?? ''
  if (/disabled|not enabled/i.test(message)) return true
  return !isInWindow(event, block) && !/certificate|signature|assume/i.test(message)
}

/** Turning keys off denies nobody: a denial seen then has another reason. */
function hasDenyPolicy({ writes }: ContainPlan): boolean {
  return writes.some(({ kind }) => kind === 'putPolicy' || kind === 'attachPolicy')
}

function wasDisabled(accessKeyId: string | undefined, { writes }: ContainPlan): boolean {
  return writes.some((write) => write.kind === 'setKeyStatus' && write.accessKeyId === accessKeyId)
}

/** The spelling depends on the service: AccessDenied, AccessDeniedException, Client.UnauthorizedOperation and their like. */
export function isDenialCode(errorCode: string): boolean {
  return /^AccessDenied|Unauthorized/i.test(errorCode)
}

/** How services refuse a key that is inactive or unknown. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
function isKeyRejection(errorCode: string): boolean {
  return /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|InactiveAccessKey|AuthFailure)$/i.test(
    errorCode,
  )
}

function named({ eventId, eventName, eventTime }: CloudTrailEvent): ActivityAfterBlock['succeeded'][number] {
  return { eventId, eventName, eventTime }
}
