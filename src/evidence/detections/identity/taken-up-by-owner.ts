import { actorKey } from '../../record/actor-key.js'
import type { Act } from '../act.js'
import type { TrailView } from '../trail-view.js'
import { isSame } from './target-entity.js'

const longestMs = 86_400_000

/**
 * Whether a user whose sign-in was reset took it up again itself within the day: by one of these calls, and from an address that it
 * called from before the reset. Whoever stole it calls from elsewhere.
 */
export function isTakenUpByOwner(reset: Act, user: string, calls: string, trail: TrailView): boolean {
  const owner = actorKey({ type: 'user', accountId: reset.actor.accountId, name: user })
  const places = trail.actorFacts(owner)?.byIp
  const before = trail.facts.baseline.actors.get(owner)?.byIp
  return trail.actsNamedBy(owner, 'iam', calls).some(({ actor, event, mark, outcome }) => {
    if (outcome !== 'ok' || !isSame(actor.name, user) || event.sourceIp === undefined) return false
    if (event.sourceIp === reset.event.sourceIp) return false
    const isInTime = mark.atMs >= reset.mark.atMs && mark.atMs <= reset.mark.atMs + longestMs
    if (!isInTime) return false
    const isKnown = (places?.get(event.sourceIp)?.firstSeenMs ?? Infinity) < reset.mark.atMs
    return isKnown || before?.has(event.sourceIp) === true
  })
}
