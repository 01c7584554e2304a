import { isAtLeast } from '../detections/severity.js'
import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import type { Candidate } from './candidate.js'
import { isAddress } from './is-address.js'
import type { KeptRecords } from './kept-records.js'
import type { Kinship } from './kinship.js'
import { isFaintAttempt, isTelling, type Sign } from './sign.js'
import { Workplaces } from './workplaces.js'

/**
 * Addresses that nobody calls from but those that stand out. An office's address is shared by people who have nothing to do with
 * one another, so a common address alone says nothing; one that only attacks come from is an attacker's own, and whatever else
 * acts from there is in the same hands.
 */
export class Hideouts {
  readonly #facts: TrailFacts
  readonly #kept: KeptRecords
  readonly #candidates: ReadonlyMap<string, Candidate>
  readonly #kinship: Kinship
  #addresses: ReadonlySet<string> | null = null
  #workplaces: Workplaces | null = null

  constructor(facts: TrailFacts, candidates: ReadonlyMap<string, Candidate>, kept: KeptRecords, kinship: Kinship) {
    this.#facts = facts
    this.#kept = kept
    this.#kinship = kinship
    this.#candidates = candidates
  }

  /** Whether what stands out of this one was done from an address of that kind, from which one of the others acted, too. */
  isSharedWith(candidate: Candidate, others: readonly Candidate[]): boolean {
    const from = this.#actedFrom(candidate)
    if (from.size === 0) return false
    this.#addresses ??= this.#ofSuspectsAlone(new Set(others.flatMap((other) => [...this.#attackedFrom(other)])))
    for (const address of from) if (this.#addresses.has(address)) return true
    return false
  }

  /** Whether all that stands out of this one was done where it works: for hours, before or after, from that very address. */
  isAtWork(candidate: Candidate): boolean {
    const from = this.#actedFrom(candidate)
    const byIp = this.#facts.scope.actors.get(candidate.key)?.byIp
    return from.size > 0 && [...from].every((ip) => isLong(byIp?.get(ip)))
  }

  /** Whether all that stands out of this one was done from where it, or others, are on other days and for hours. */
  isFromWorkplace(candidate: Candidate): boolean {
    return this.isAtHome(candidate) || this.#isAmongColleagues(candidate)
  }

  /** Whether it does the same few things again and again, with one tool from one address, and nothing else; people and thieves do not. */
  isProgram({ key, failed }: Candidate): boolean {
    const actor = this.#facts.scope.actors.get(key)
    if (actor === undefined || failed > 0 || actor.byIp.size !== 1 || actor.byAgent.size !== 1) return false
    return actor.byCall.size <= callsOfProgram && [...actor.byCall.values()].every(({ ok }) => ok >= timesOfProgram)
  }

  /** Whether it called from there on a day before the first of it: whoever has stolen credentials comes from a new address. */
  isAtHome(candidate: Candidate): boolean {
    const { scope, baseline } = this.#facts
    const own = scope.actors.get(candidate.key)?.byIp
    const before = baseline.actors.get(candidate.key)?.byIp
    const acts = this.#kept.of(candidate.signs.filter(isTellingOrTried).flatMap(({ eventIds }) => eventIds))
    return (
      acts.length > 0 &&
      acts.every(({ sourceIp = '', eventTime }) => {
        if (!isAddress(sourceIp)) return false
        const firstMs = own?.get(sourceIp)?.firstSeenMs ?? Infinity
        return before?.has(sourceIp) === true || firstMs <= eventTimeMs(eventTime) - restMs
      })
    )
  }

  /** Whether all that stands out of this one was done from where others work, who have nothing to do with it. */
  #isAmongColleagues(candidate: Candidate): boolean {
    const from = this.#askedFrom(candidate)
    if (from.size === 0) return false
    this.#workplaces ??= this.#workplacesOfAll()
    const own = this.#facts.scope.actors.get(candidate.key)?.byIp
    for (const address of from) if (!this.#workplaces.has(address, own?.get(address))) return false
    return true
  }

  #workplacesOfAll(): Workplaces {
    const addresses = new Set<string>()
    for (const candidate of this.#candidates.values()) {
      if (candidate.standsOut) for (const address of this.#askedFrom(candidate)) addresses.add(address)
    }
    return new Workplaces(addresses, this.#facts, this.#candidates, this.#kinship)
  }

  /** What a service did on its behalf it asked for from one of its own addresses. */
  #askedFrom(candidate: Candidate): Set<string> {
    const from = this.#actedFrom(candidate)
    if (from.size > 0) return from
    return new Set([...(this.#facts.scope.actors.get(candidate.key)?.byIp.keys() ?? [])].filter(isAddress))
  }

  /** As far as its records were kept whole. */
  #actedFrom({ signs }: Candidate): Set<string> {
    return this.#addressesOf(signs.filter(isTellingOrTried))
  }

  /** Where what is grave came from: what a victim does itself, at its own address, is not. */
  #attackedFrom({ signs }: Candidate): Set<string> {
    return this.#addressesOf(
      signs.filter((sign) => isTelling(sign) && !sign.attempt && isAtLeast(sign.severity, 'high')),
    )
  }

  #addressesOf(signs: readonly Sign[]): Set<string> {
    const kept = this.#kept.of(signs.flatMap(({ eventIds }) => eventIds))
    return new Set(kept.flatMap(({ sourceIp }) => (sourceIp !== undefined && isAddress(sourceIp) ? sourceIp : [])))
  }

  #ofSuspectsAlone(addresses: ReadonlySet<string>): Set<string> {
    const callers = new Map<string, string[]>()
    for (const [key, { byIp }] of this.#facts.scope.actors) {
      for (const ip of byIp.keys()) if (addresses.has(ip)) entryOf(callers, ip, none).push(key)
    }
    const isSuspect = (key: string) => this.#candidates.get(key)?.standsOut === true
    return new Set([...callers].flatMap(([ip, keys]) => (keys.every(isSuspect) ? ip : [])))
  }
}

function isTellingOrTried(sign: Sign): boolean {
  return isTelling(sign) || isFaintAttempt(sign)
}

const callsOfProgram = 5
const timesOfProgram = 3

/** From one working day to the next. */
const restMs = 12 * 3_600_000
const workMs = 4 * 3_600_000
const workCalls = 10

function isLong(there: Tally | undefined): boolean {
  if (there === undefined) return false
  return there.lastSeenMs - there.firstSeenMs >= workMs && there.ok + there.failed >= workCalls
}

function none(): string[] {
  return []
}
