import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import { isAddress } from './is-address.js'

/** What two actors have in common; agents only where hardly anybody else has them. */
export interface SharedPlace {
  readonly otherKey: string
  readonly ips: readonly string[]
  readonly agents: readonly string[]
}

/** A tool that so many actors use tells nothing about any of them. */
const rareAgentActors = 3

/** Addresses and rare agents that actors share with those that are proposed: a hint, never a reason of its own. */
export class SharedPlaces {
  readonly #facts: TrailFacts
  readonly #proposed: readonly string[]
  readonly #agentActors = new Map<string, number>()

  constructor(facts: TrailFacts, proposedKeys: readonly string[]) {
    this.#facts = facts
    this.#proposed = proposedKeys
    for (const { byAgent } of facts.scope.actors.values()) {
      for (const agent of byAgent.keys()) this.#agentActors.set(agent, (this.#agentActors.get(agent) ?? 0) + 1)
    }
  }

  /** With each proposed actor but itself, in their order. */
  sharedBy(key: string): SharedPlace[] {
    return this.#proposed.flatMap((otherKey) => {
      if (otherKey === key) return []
      const shared = { otherKey, ips: this.#ips(key, otherKey), agents: this.#agents(key, otherKey) }
      return shared.ips.length + shared.agents.length > 0 ? [shared] : []
    })
  }

  /** The earliest records of the actor from an address. */
  eventIdsOf(key: string, ip: string): string[] {
    return (
      this.#facts.scope.actors
        .get(key)
        ?.byIp.get(ip)
        ?.eventIds.map(({ eventId }) => eventId)
        .slice(0, 3) ?? []
    )
  }

  #ips(key: string, otherKey: string): string[] {
    return this.#common(key, otherKey, 'byIp').filter(isAddress)
  }

  #agents(key: string, otherKey: string): string[] {
    return this.#common(key, otherKey, 'byAgent').filter(
      (agent) => /[\d/]/.test(agent) && (this.#agentActors.get(agent) ?? 0) <= rareAgentActors,
    )
  }

  #common(key: string, otherKey: string, by: 'byIp' | 'byAgent'): string[] {
    const { actors } = this.#facts.scope
    const other = new Set(actors.get(otherKey)?.[by].keys())
    return [...(actors.get(key)?.[by].keys() ?? [])].filter((name) => other.has(name)).sort(compareTexts)
  }
}
