import { z } from 'zod'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { isByOneOf, parameterOf } from './actors.js'
import type { AppliedBlock } from './applied-block.js'

/** What opens the door again, or another beside it; and what takes the trace of it away. */
const actsOnProfile = [
  'EnableProfile',
  'UpdateProfile',
  'DeleteProfile',
  'PutAttributeMapping',
  'DeleteAttributeMapping',
]
const actsOnAnchor = ['EnableTrustAnchor', 'UpdateTrustAnchor', 'DeleteTrustAnchor']
const newDoors = ['CreateProfile', 'CreateTrustAnchor']

/**
 * Acts against a profile that is turned off, of which Roles Anywhere keeps no author: the profile or one of our trust anchors
 * turned on or changed, and new ones made, since we first turned it off. After we turned it off again the block counts from
 * then, and CloudTrail tells minutes later who had turned it on.
 */
export function isActAgainstProfile(
  event: CloudTrailEvent,
  { entity, writes, impact }: AppliedBlock['plan'],
  since: string,
): boolean {
  if (event.eventSource !== 'rolesanywhere.amazonaws.com') return false
  if (event.accountId !== undefined && event.accountId !== entity.accountId) return false
  if (Date.parse(event.eventTime) < Date.parse(since)) return false
  if (newDoors.includes(event.eventName)) {
    // Times are of whole seconds: what the plan names was made before it, if only just.
    const known = [
      entity.uniqueId,
      ...(impact.rolesAnywhere?.trustAnchors ?? []).map(({ trustAnchorId }) => trustAnchorId),
    ]
    return !known.includes(madeIn(event))
  }
  const anchor = parameterOf(event, 'trustAnchorId')
  const isOurAnchor = writes.some((write) => write.kind === 'setTrustAnchorEnabled' && write.trustAnchorId === anchor)
  if (actsOnAnchor.includes(event.eventName)) return isOurAnchor
  return actsOnProfile.includes(event.eventName) && parameterOf(event, 'profileId') === entity.uniqueId
}

/** The id of what a call made; '' where the record does not tell. */
function madeIn({ responseElements }: CloudTrailEvent): string {
  const made = madeSchema.safeParse(responseElements)
  return made.success ? (made.data.profile?.profileId ?? made.data.trustAnchor?.trustAnchorId ?? '') : ''
}

const madeSchema = z.object({
  profile: z.object({ profileId: z.string() }).optional(),
  trustAnchor: z.object({ trustAnchorId: z.string() }).optional(),
})

/** When one of us first turned the profile or an anchor of the plan off, as far as these records go back; null: not among them. */
export function firstTurnedOffAt(
  events: readonly CloudTrailEvent[],
  { plan: { entity, writes }, ourArns }: Pick<AppliedBlock, 'plan' | 'ourArns'>,
): string | null {
  const ids = new Set([
    entity.uniqueId,
    ...writes.flatMap((write) => ('trustAnchorId' in write ? [write.trustAnchorId] : [])),
  ])
  const ours = events
    .filter(({ eventSource, eventName, errorCode }) => {
      const isOff = eventName === 'DisableProfile' || eventName === 'DisableTrustAnchor'
      return eventSource === 'rolesanywhere.amazonaws.com' && isOff && errorCode === undefined
    })
    .filter((event) => isByOneOf(event, ourArns))
    .filter((event) => ids.has(parameterOf(event, 'profileId') ?? parameterOf(event, 'trustAnchorId') ?? ''))
    .map(({ eventTime }) => eventTime)
  return ours.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}
