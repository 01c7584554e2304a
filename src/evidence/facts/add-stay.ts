import { emptyIpTally } from './actor-facts.js'
import type { CallSum } from './call-sum.js'
import { countInVolume } from './call-volume.js'
import { emptyPlaceTally, tallyOfAgent } from './place-tally.js'
import { countUnder, countUp, entryOf, mergeTally } from './tallies.js'
import type { ActorFacts, KeyFacts, PlaceTally } from './trail-facts.js'
import { withVisit } from './visits.js'

/** Where and with what calls were made: what a record lacks of it is counted nowhere. */
export interface Whereabouts {
  readonly sourceIp?: string | undefined
  readonly userAgent?: string | undefined
  readonly region?: string | undefined
}

const hourMs = 3_600_000

/** Adds the calls of one caller from one place within one hour to the tallies of the address, the agent, the Region, the hour and the credential. */
export function addStay(
  { sourceIp, userAgent, region }: Whereabouts,
  calls: CallSum,
  actor: ActorFacts,
  key: KeyFacts | null,
): void {
  if (sourceIp !== undefined) {
    const byIp = entryOf(actor.byIp, sourceIp, emptyIpTally)
    addToPlace(byIp, userAgent, calls)
    const { firstSeenMs: firstMs, lastSeenMs: lastMs, firstEventId, lastEventId } = calls
    byIp.visits = withVisit(byIp.visits, { firstMs, lastMs, firstEventId, lastEventId })
  }
  if (userAgent !== undefined) countUnder(actor.byAgent, userAgent, calls)
  if (region !== undefined) countUnder(actor.byRegion, region, calls)
  countUp(actor.byHour, Math.floor(calls.firstSeenMs / hourMs), calls.ok, calls.failed)
  countInVolume(actor.volume, calls)
  if (key === null) return
  mergeTally(key, calls)
  if (sourceIp !== undefined) addToPlace(entryOf(key.byIp, sourceIp, emptyPlaceTally), userAgent, calls)
  if (userAgent !== undefined) countUnder(key.agents, userAgent, calls)
}

/** Where the address was called from with other agents as well, the agent has a tally of its own there: most addresses have one agent, and that is the address's own. */
function addToPlace(place: PlaceTally, userAgent = '', calls: CallSum): void {
  const ofAgent = tallyOfAgent(place, userAgent)
  if (ofAgent !== null) mergeTally(ofAgent, calls)
  mergeTally(place, calls)
}
