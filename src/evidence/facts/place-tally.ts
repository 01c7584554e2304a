import { emptyTally, entryOf, mergeTally } from './tallies.js'
import type { PlaceTally, Tally } from './trail-facts.js'

/** Written out: see `emptyTally`. */
export function emptyPlaceTally(): PlaceTally {
  return { ok: 0, failed: 0, denied: 0, firstSeenMs: Infinity, lastSeenMs: -Infinity, eventIds: [], agents: null }
}

/** What was called from the place with each agent; '' stands for records without one. Together they are the place's calls. */
export function agentsAt(place: PlaceTally): Iterable<readonly [string, Tally]> {
  const { agents } = place
  return agents === null ? [] : typeof agents === 'string' ? [[agents, place]] : agents
}

/**
 * The tally of an agent, to which is to be added whatever is added to the place; null where it is the only one so far, so that the
 * place's own is its tally.
 */
export function tallyOfAgent(place: PlaceTally, agent: string): Tally | null {
  if (place.agents === null) place.agents = agent
  if (place.agents === agent) return null
  if (typeof place.agents === 'string') {
    const until = emptyTally()
    mergeTally(until, place)
    place.agents = new Map([[place.agents, until]])
  }
  return entryOf(place.agents, agent, emptyTally)
}

/** Adds `from`, which stays as it is, to `into`. */
export function mergePlace(into: PlaceTally, from: PlaceTally): void {
  for (const [agent, tally] of agentsAt(from)) {
    const own = tallyOfAgent(into, agent)
    if (own !== null) mergeTally(own, tally)
    mergeTally(into, tally)
  }
}
