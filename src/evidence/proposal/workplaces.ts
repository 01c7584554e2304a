import type { ActorFacts, Tally, TrailFacts } from '../facts/trail-facts.js'
import type { Candidate } from './candidate.js'
import type { Kinship } from './kinship.js'

interface Presence {
  calls: number
  firstSeenMs: number
  lastSeenMs: number
}

const workMs = 3 * 3_600_000
const workCalls = 10
const callsOfOthers = 5

/**
 * Addresses that people and programs mostly work from who have nothing to do with what stands out: an office, the way out of a network.
 * Whoever has stolen credentials comes from elsewhere, unless it came through one of them. Those who stand out, those who are joined
 * with them by credentials or rights, and those who are mostly elsewhere make no address a workplace: a thief may wait, and have many names.
 */
export class Workplaces {
  readonly #presences: ReadonlyMap<string, Presence>

  /** Of these addresses: there may be many times as many that nobody asks about. */
  constructor(
    addresses: ReadonlySet<string>,
    facts: TrailFacts,
    candidates: ReadonlyMap<string, Candidate>,
    kinship: Kinship,
  ) {
    const presences = new Map<string, Presence>()
    const isSuspect = (key: string) => candidates.get(key)?.standsOut === true
    for (const [key, actor] of facts.scope.actors) {
      const places = placesOf(actor, addresses)
      if (places.length === 0 || isSuspect(key) || isKinOf(isSuspect, key, kinship)) continue
      for (const [ip, place] of places) {
        const there = presences.get(ip)
        if (there === undefined) presences.set(ip, presenceAt(place))
        else add(there, presenceAt(place))
      }
    }
    this.#presences = presences
  }

  /** For hours, and again and again; `own` are the calls of whom the question is about. */
  has(address: string, own: Tally | undefined): boolean {
    const others = this.#presences.get(address)
    if (others === undefined || others.calls < callsOfOthers) return false
    const calls = others.calls + (own === undefined ? 0 : own.ok + own.failed)
    const firstMs = Math.min(others.firstSeenMs, own?.firstSeenMs ?? Infinity)
    const lastMs = Math.max(others.lastSeenMs, own?.lastSeenMs ?? -Infinity)
    return calls >= workCalls && lastMs - firstMs >= workMs
  }
}

/** Where a person or a program mostly calls from. */
function placesOf({ actor, byIp, ok, failed }: ActorFacts, addresses: ReadonlySet<string>): [string, Tally][] {
  if (actor.type === 'service' || actor.type === 'unknown') return []
  const places: [string, Tally][] = []
  for (const [ip, place] of byIp) {
    if (addresses.has(ip) && (place.ok + place.failed) * 2 >= ok + failed) places.push([ip, place])
  }
  return places
}

function presenceAt({ ok, failed, firstSeenMs, lastSeenMs }: Tally): Presence {
  return { calls: ok + failed, firstSeenMs, lastSeenMs }
}

function add(there: Presence, { calls, firstSeenMs, lastSeenMs }: Presence): void {
  there.calls += calls
  there.firstSeenMs = Math.min(there.firstSeenMs, firstSeenMs)
  there.lastSeenMs = Math.max(there.lastSeenMs, lastSeenMs)
}

/** Either way: credentials may have been handed down as well as up. */
function isKinOf(isSuspect: (key: string) => boolean, key: string, kinship: Kinship): boolean {
  return (
    kinship.obtainedBy(key).some(({ child }) => isSuspect(child)) ||
    kinship.obtainedOf(key).some(({ parent }) => isSuspect(parent)) ||
    kinship.openedOf(key).some(({ way }) => isSuspect(way.parent)) ||
    kinship.codeLinksInto(key).some(({ by }) => isSuspect(by))
  )
}
