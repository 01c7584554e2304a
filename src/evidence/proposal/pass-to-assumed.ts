import { entryOf } from '../facts/tallies.js'
import type { Candidate } from './candidate.js'
import { oneBelow, ownConfidenceOf, surer } from './confidence.js'
import { describeActor } from './describe-actor.js'
import type { Kinship, Obtained } from './kinship.js'
import { isTelling } from './sign.js'

const inheritedShare = 0.75

/**
 * A stranger whom no policy of this account reaches stands out by assuming a role: what it can do here it does as that role, so
 * the role stands out with it, where it was used. Roles that it assumed as it always did are none of that.
 */
export function passToAssumed(stranger: Candidate, candidates: ReadonlyMap<string, Candidate>, kinship: Kinship): void {
  if (stranger.route.kind !== 'none') return
  const telling = new Set(stranger.signs.filter((sign) => isTelling(sign)).flatMap(({ eventIds }) => eventIds))
  const byRole = new Map<string, Obtained[]>()
  for (const link of kinship.obtainedBy(stranger.key)) {
    const { issuedEventId, kind, calls } = link.session
    if (kind === 'longTermKey' || calls === 0 || issuedEventId === null || !telling.has(issuedEventId)) continue
    entryOf(byRole, link.child, none).push(link)
  }
  const own = stranger.points - stranger.throughOthers
  const atLeast = oneBelow(ownConfidenceOf(stranger))
  for (const [key, links] of byRole) {
    const role = candidates.get(key)
    if (role === undefined) continue
    role.points += own * inheritedShare
    role.throughOthers += own * inheritedShare
    role.standsOut = true
    role.atLeast = surer(role.atLeast, atLeast)
    role.because.push({
      text: `${describeActor(stranger.actor, stranger.key)}, which stands out and which no policy here reaches, assumed it and used it: a block of the role stops that.`,
      eventIds: links.flatMap(({ session }) => session.eventIds).slice(0, 10),
    })
  }
}

function none(): Obtained[] {
  return []
}
