import { emptyIpTally } from './actor-facts.js'
import { emptyPlaceTally, tallyOfAgent } from './place-tally.js'
import type { Stay } from './stay.js'
import { entryOf, mergeTally } from './tallies.js'
import type { ActorFacts, KeyFacts } from './trail-facts.js'

/**
 * Adds to the tallies what a stay was. Where its address was called from with other agents as well, its agent has a tally of its own
 * there: most addresses have one agent, and that is the address's own.
 */
export function endStay(stay: Stay, actor: ActorFacts, key: KeyFacts | null): void {
  const { sourceIp, userAgent = '' } = stay.place
  const ofActor = sourceIp === undefined ? null : tallyOfAgent(entryOf(actor.byIp, sourceIp, emptyIpTally), userAgent)
  const ofKey =
    sourceIp === undefined || key === null
      ? null
      : tallyOfAgent(entryOf(key.byIp, sourceIp, emptyPlaceTally), userAgent)
  stay.addTo(actor, key)
  if (ofActor === null && ofKey === null) return
  const sum = stay.sum()
  if (sum === null) return
  if (ofActor !== null) mergeTally(ofActor, sum)
  if (ofKey !== null) mergeTally(ofKey, sum)
}
