import { addObservation, isTrailUnknown } from '../../src/containment/verdict.js'
import type { IncidentContext } from '../../src/domain/incident-context.js'
import type { IncidentEvent } from '../../src/domain/incident-event.js'
import { quoteText } from '../../src/domain/quote-text.js'
import { nameSuspect } from '../../src/domain/suspect-words.js'
import type { BlockObservation, Returned, Suspect, TamperingAct, Verdict } from '../../src/domain/verdict.js'

/** The verdict once this look is learned from. */
export function verdictAfter(context: IncidentContext, event: IncidentEvent, soakComplete: boolean): Verdict {
  if (event.type !== 'BLOCK_OBSERVED') return context.verdict
  return addObservation(context.verdict, withoutExplained(context, event.observation), { soakComplete })
}

/**
 * A look that does not ask CloudTrail takes for a suspect whom the last full look found to be somebody else's: whoever was
 * there by then and is not held against the block since then is explained.
 */
function withoutExplained({ explainedUpTo, verdict }: IncidentContext, look: BlockObservation): BlockObservation {
  if (explainedUpTo === null || look.depth !== 'account' || look.suspects === null) return look
  const isOpen = (one: Suspect) =>
    Date.parse(one.createdAt) > Date.parse(explainedUpTo) ||
    verdict.suspects.some(({ kind, name }) => kind === one.kind && name === one.name)
  return { ...look, suspects: look.suspects.filter(isOpen) }
}

/**
 * In words, what a look adds to what is held against the block, so that people are told each of it once. A policy that is off
 * is among it: the verdict counts that as an act. A suspect is news again when it turns out who made it.
 */
export function newsIn(context: IncidentContext, event: IncidentEvent): string[] {
  const after = verdictAfter(context, event, false)
  const { tampering, suspects, simulation, trailCut } = after
  const known = new Set([...context.verdict.tampering.map(describeAct), ...context.verdict.suspects.map(nameOf)])
  return [
    ...tampering.filter((act) => !known.has(describeAct(act))).map(describeAct),
    ...suspects.filter((suspect) => !known.has(nameOf(suspect))).map(describeSuspect),
    ...(simulation === 'allowed' && context.verdict.simulation !== 'allowed' ? [notDenied] : []),
    // Before "contained" was said, a later look may make up for it.
    ...(trailCut === true && context.verdict.contained ? [notAllRead] : []),
    ...(isTrailUnknown(after) && context.verdict.contained ? [notRead] : []),
  ]
}

const gotThrough = 'the principal made a successful call after the block was in force'
const notDenied = "IAM's policy simulator does not deny everything"

const notAllRead = 'CloudTrail has more calls than could be read, and what was made to come back by may be among them'

const notRead =
  'CloudTrail could not be read by any of the last looks, so what the principal did and made since the block is not known'

/** Why a soak that is over did not end in "contained". */
export function whyNotContained(verdict: Verdict): string {
  const { policy, enforcement, simulation, tampering, suspects, trailCut } = verdict
  const seen = [
    ...(enforcement === 'violated' ? [gotThrough] : []),
    ...(simulation === 'allowed' ? [notDenied] : []),
    ...tampering.map(describeAct),
    ...suspects.map(describeSuspect),
    ...(trailCut === true ? [notAllRead] : []),
    ...(isTrailUnknown(verdict) ? [notRead] : []),
  ]
  const standing = policy === 'held' ? 'The block is in place, but it may not be all' : `The block is ${policy}`
  return `${standing}. Look at this: ${seen.join('; ')}.`
}

function describeAct({ what, by, at }: TamperingAct): string {
  return [what, ...(by === null ? [] : [`by ${by}`]), ...(at === null ? [] : [`at ${at}`])].join(' ')
}

function nameOf({ kind, name, cause }: Suspect): string {
  return `${kind} ${name} ${cause}`
}

function describeSuspect(suspect: Suspect): string {
  const { kind, name, opened, createdAt } = suspect
  const by = suspect.by ?? 'nobody knows yet'
  if (suspect.returned !== undefined) return describeReturn(suspect, suspect.returned)
  if (kind === 'session') return `session ${name} obtained at ${createdAt} by ${by}, alive elsewhere`
  return `${nameSuspect(suspect)} at ${createdAt}, ${opened === undefined ? 'made ' : ''}by ${by}`
}

/** Whoever looks it up needs all of it: CloudTrail shows the call in the role's account, and by the shared id in the caller's. */
function describeReturn({ name, createdAt, by }: Suspect, returned: Returned): string {
  const { eventId, sharedEventId, sourceIp, userAgent, asker, before } = returned
  const who =
    asker === 'same' ? 'who had the blocked session as well' : 'of the account that the blocked session went to'
  const from = [
    ...(sourceIp === null ? [] : [`from ${quoteText(sourceIp)}`]),
    ...(userAgent === null ? [] : [`with ${quoteText(userAgent)}`]),
  ]
  const ids = `event ${eventId}${sharedEventId === null ? '' : `, shared event ${sharedEventId}`}`
  const when = before ? `${createdAt}, before the block,` : createdAt
  return [`session ${name} obtained at ${when} by ${by ?? 'nobody knows whom'}, ${who}`, ...from, `(${ids})`].join(' ')
}

/** True where the look shows a session that the block does not deny in the hands of those whom it was put against, for the first time. */
export function callerIsBack(context: IncidentContext, event: IncidentEvent): boolean {
  const known = new Set(context.verdict.suspects.map(nameOf))
  return verdictAfter(context, event, false).suspects.some(
    (one) => one.returned !== undefined && !known.has(nameOf(one)),
  )
}
