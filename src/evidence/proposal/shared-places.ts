import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { isAddress } from './is-address.js'

/** What an actor has in common with those that are proposed. */
export interface Sharing {
  /** The first of them, in their order. */
  readonly firstKey: string
  /** How many more of them share something of it, no more than `mostCounted`. */
  readonly others: number
  /** The first few addresses or agents. */
  readonly places: readonly string[]
}

/** A tool that so many actors use tells nothing about any of them. */
const rareAgentActors = 3
const namedPlaces = 3
/** Where thousands call from one address, how many thousands changes nothing. */
export const mostCounted = 100

/** Addresses and rare agents that actors share with those that are proposed: a hint, never a reason of its own. */
export class SharedPlaces {
  readonly #facts: TrailFacts
  readonly #proposed: readonly string[]
  /** Where the proposed ones that call from an address, or with a rare agent, stand among them. */
  readonly #byIp = new Map<string, number[]>()
  readonly #byAgent = new Map<string, number[]>()

  constructor(facts: TrailFacts, proposedKeys: readonly string[]) {
    this.#facts = facts
    this.#proposed = proposedKeys
    const users = agentActors(facts)
    for (const [at, key] of proposedKeys.entries()) {
      const actor = facts.scope.actors.get(key)
      for (const ip of actor?.byIp.keys() ?? []) if (isAddress(ip)) entryOf(this.#byIp, ip, none).push(at)
      for (const agent of actor?.byAgent.keys() ?? []) {
        const isRare = /[\d/]/.test(agent) && (users.get(agent) ?? 0) <= rareAgentActors
        if (isRare) entryOf(this.#byAgent, agent, none).push(at)
      }
    }
  }

  /** With whom of the proposed ones an actor has addresses in common; null: with none but itself. */
  addressesOf(key: string): Sharing | null {
    return this.#sharing(key, this.#facts.scope.actors.get(key)?.byIp.keys() ?? [], this.#byIp, () => true)
  }

  /** With whom it has a rare tool in common, though no address. */
  toolsOf(key: string): Sharing | null {
    const agents = this.#facts.scope.actors.get(key)?.byAgent.keys() ?? []
    return this.#sharing(key, agents, this.#byAgent, (other) => !this.#callFromOnePlace(key, other))
  }

  /** The earliest records of the actor from an address. */
  eventIdsOf(key: string, ip: string): string[] {
    const marks = this.#facts.scope.actors.get(key)?.byIp.get(ip)?.eventIds ?? []
    return marks.map(({ eventId }) => eventId).slice(0, 3)
  }

  #sharing(
    key: string,
    own: Iterable<string>,
    index: ReadonlyMap<string, readonly number[]>,
    counts: (otherKey: string) => boolean,
  ): Sharing | null {
    const others = new Map<number, boolean>()
    const shared: { readonly place: string; readonly first: number }[] = []
    const isOther = (at: number) => {
      const otherKey = this.#proposed[at] ?? key
      return otherKey !== key && entryOf(others, at, () => counts(otherKey))
    }
    for (const place of own) {
      const there = index.get(place) ?? []
      const first = there.find(isOther)
      if (first === undefined) continue
      shared.push({ place, first })
      // One more than are counted, since one of them is named.
      for (const at of there) {
        if (others.size > mostCounted) break
        isOther(at)
      }
    }
    shared.sort((a, b) => a.first - b.first || compareTexts(a.place, b.place))
    const firstKey = this.#proposed[shared[0]?.first ?? -1]
    if (firstKey === undefined) return null
    const sharing = [...others.values()].filter((counted) => counted).length
    const places = shared.slice(0, namedPlaces).map(({ place }) => place)
    return { firstKey, others: Math.min(mostCounted, sharing - 1), places }
  }

  #callFromOnePlace(key: string, otherKey: string): boolean {
    const { actors } = this.#facts.scope
    const sizes = [actors.get(key)?.byIp, actors.get(otherKey)?.byIp].toSorted(
      (a, b) => (a?.size ?? 0) - (b?.size ?? 0),
    )
    const [few, many] = sizes
    for (const ip of few?.keys() ?? []) if (isAddress(ip) && many?.has(ip) === true) return true
    return false
  }
}

function agentActors({ scope }: TrailFacts): ReadonlyMap<string, number> {
  const users = new Map<string, number>()
  for (const { byAgent } of scope.actors.values()) {
    for (const agent of byAgent.keys()) users.set(agent, (users.get(agent) ?? 0) + 1)
  }
  return users
}

function none(): number[] {
  return []
}
