import { eventTimeMs } from '../facts/event-time.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import type { Candidate } from './candidate.js'
import { oneBelow, ownConfidenceOf, surer } from './confidence.js'
import { describeActor } from './describe-actor.js'
import type { Kinship, Opened } from './kinship.js'
import { isFaintAttempt, isTelling } from './sign.js'
import { minutesText } from './ways-in-text.js'
import type { UseOfWayIn } from './ways-taken.js'

const inheritedShare = 0.75

/**
 * Who set a user's password and signed in with it from the same address did what stands out of that user from that address
 * then. What the user did before, or from elsewhere, is its own; so is what a user did of whom no other address is known: it
 * may be a new one, at the office of the administrator who made it.
 */
export function passToResetter(
  child: Candidate,
  candidates: ReadonlyMap<string, Candidate>,
  kinship: Kinship,
  facts: TrailFacts,
): void {
  const own = child.points - child.throughOthers
  const passed = new Set<string>()
  for (const opened of kinship.openedOf(child.key)) {
    const { way, use } = opened
    const parent = candidates.get(way.parent)
    if (way.kind !== 'password' || use === null || parent === undefined || passed.has(way.parent)) continue
    if (!use.isNewAddress || !hasActedSince(child, use, facts)) continue
    passed.add(way.parent)
    parent.points += own * inheritedShare
    parent.throughOthers += own * inheritedShare
    parent.standsOut = true
    parent.atLeast = surer(parent.atLeast, oneBelow(ownConfidenceOf(child)))
    parent.because.push({ text: textOf(child, opened, use), eventIds: idsOf(opened, use) })
  }
}

function hasActedSince({ signs }: Candidate, { ip, atMs }: UseOfWayIn, { scope }: TrailFacts): boolean {
  const telling = signs.filter((sign) => isTelling(sign) || isFaintAttempt(sign))
  const ids = new Set(telling.flatMap(({ eventIds }) => eventIds))
  return scope.notable.some(
    ({ eventId, sourceIp, eventTime }) => ids.has(eventId) && sourceIp === ip && eventTimeMs(eventTime) >= atMs,
  )
}

function textOf(child: Candidate, opened: Opened, { ip }: UseOfWayIn): string {
  const name = describeActor(child.actor, child.key)
  return `It set the console password of ${name} (${opened.way.eventName}) ${minutesText(opened)} before ${name} signed in from the same address, ${ip}, and acted: one hand did both.`
}

function idsOf({ way }: Opened, { eventIds }: UseOfWayIn): string[] {
  return [...new Set([way.eventId, ...eventIds])].slice(0, 10)
}
