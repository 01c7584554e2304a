import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import type { Candidate } from './candidate.js'
import { oneBelow, ownConfidenceOf, surer } from './confidence.js'
import { describeActor } from './describe-actor.js'
import type { KeptRecords } from './kept-records.js'
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
  kept: KeptRecords,
): void {
  const own = child.points - child.throughOthers
  const atLeast = oneBelow(ownConfidenceOf(child))
  const passed = new Set<string>()
  const latest = new Map<string, number>()
  const ways = kinship.openedOf(child.key).filter(({ way, use }) => way.kind === 'password' && use !== null)
  if (ways.length > 0) for (const event of tellingOf(child, kept)) keepLatest(latest, event)
  for (const opened of ways) {
    const { way, use } = opened
    const parent = candidates.get(way.parent)
    if (use === null || parent === undefined || passed.has(way.parent)) continue
    const hasActedSince = use.ip !== null && (latest.get(use.ip) ?? -Infinity) >= use.atMs
    if (!use.isNewAddress || !hasActedSince) continue
    passed.add(way.parent)
    parent.points += own * inheritedShare
    parent.throughOthers += own * inheritedShare
    parent.standsOut = true
    parent.atLeast = surer(parent.atLeast, atLeast)
    parent.because.push({ text: textOf(child, opened, use), eventIds: idsOf(opened, use) })
  }
}

function tellingOf({ signs }: Candidate, kept: KeptRecords): CloudTrailEvent[] {
  const telling = signs.filter((sign) => isTelling(sign) || isFaintAttempt(sign))
  return kept.of(telling.flatMap(({ eventIds }) => eventIds))
}

/** By address, when something that stands out was last done from there. */
function keepLatest(latest: Map<string, number>, { sourceIp, eventTime }: CloudTrailEvent): void {
  if (sourceIp !== undefined) latest.set(sourceIp, Math.max(latest.get(sourceIp) ?? -Infinity, eventTimeMs(eventTime)))
}

function textOf(child: Candidate, opened: Opened, { ip }: UseOfWayIn): string {
  const name = describeActor(child.actor, child.key)
  return `It set the console password of ${name} (${opened.way.eventName}) ${minutesText(opened)} before ${name} signed in from the same address, ${ip}, and acted: one hand did both.`
}

function idsOf({ way }: Opened, { eventIds }: UseOfWayIn): string[] {
  return [...new Set([way.eventId, ...eventIds])].slice(0, 10)
}
