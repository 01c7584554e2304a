import { entryOf } from '../facts/tallies.js'
import type { KeyFacts, TrailFacts } from '../facts/trail-facts.js'
import type { Session, SessionKind } from '../sessions/session.js'
import { type SignIn, signInsIn } from '../sessions/sign-ins.js'
import { isAddress } from './is-address.js'
import type { WayIn } from './ways-in.js'

/** That a way in was taken: by which records, the earliest first. */
export interface UseOfWayIn {
  readonly calls: number
  readonly eventIds: readonly string[]
  /** When it was first taken. */
  readonly atMs: number
  /** The address of a sign-in; null where it is not that that tells. */
  readonly ip: string | null
  /** That address is known to be new: records show the user at others before. */
  readonly isNewAddress: boolean
}

/** Sessions of whoever a provider or a certificate vouches for. */
const byProvider: ReadonlySet<SessionKind> = new Set(['saml', 'webIdentity', 'rolesAnywhere'])

/** All that was called as some actors, made ready to ask which ways in were taken. */
export class WaysTaken {
  readonly #facts: TrailFacts
  readonly #sessions = new Map<string, Session[]>()
  readonly #keys = new Map<string, KeyFacts>()
  readonly #signIns = new Map<string, SignIn[]>()

  constructor(facts: TrailFacts, sessions: readonly Session[]) {
    this.#facts = facts
    for (const session of sessions) {
      entryOf(this.#sessions, session.principalKey, noSessions).push(session)
    }
    for (const key of facts.scope.keys.values()) this.#keys.set(JSON.stringify([key.actorKey, key.accessKeyId]), key)
    for (const signIn of signInsIn(facts.scope)) entryOf(this.#signIns, signIn.actorKey, noSignIns).push(signIn)
  }

  /**
   * null where no record shows that it was taken. What was made for the purpose has no other use than by its maker's leave: a
   * new entity, a new key. What was there before goes on with its ordinary work, so there only an address counts that it did
   * not call from before.
   */
  useOf(way: WayIn): UseOfWayIn | null {
    switch (way.kind) {
      case 'created':
        return this.#isKnownBefore(way) ? this.#useByNewHands(way) : this.#useOfActor(way)
      case 'accessKey':
        return this.#useOfKey(way)
      case 'password':
        return this.#signIn(way)
      default:
        return this.#useByNewHands(way)
    }
  }

  #useOfActor({ child, atMs }: WayIn): UseOfWayIn | null {
    const actor = this.#facts.scope.actors.get(child)
    const marks = actor?.eventIds.filter((mark) => mark.atMs >= atMs) ?? []
    const [first] = marks
    if (actor === undefined || first === undefined) return null
    return { calls: actor.ok + actor.failed, eventIds: idsOf(marks), atMs: first.atMs, ip: null, isNewAddress: false }
  }

  #useOfKey({ child, accessKeyId, atMs }: WayIn): UseOfWayIn | null {
    if (accessKeyId === null) return null
    const used = this.#keys.get(JSON.stringify([child, accessKeyId]))
    if (used === undefined || used.lastSeenMs < atMs) return null
    return {
      calls: used.ok + used.failed,
      eventIds: idsOf(used.eventIds),
      atMs: used.firstSeenMs,
      ip: null,
      isNewAddress: false,
    }
  }

  /** From the address of whoever set the password, which was not the user's own before: one office has one address for all. */
  #signIn(way: WayIn): UseOfWayIn | null {
    const own = this.#addressesBefore(way)
    const signIns = (this.#signIns.get(way.child) ?? []).filter(({ atMs, event: { sourceIp } }) => {
      if (atMs < way.atMs || sourceIp === undefined) return false
      return isAddress(sourceIp) && sourceIp === way.sourceIp && !own.has(sourceIp)
    })
    const [first] = signIns
    if (first === undefined) return null
    return {
      calls: signIns.length,
      eventIds: signIns.map(({ event }) => event.eventId),
      atMs: first.atMs,
      ip: way.sourceIp,
      isNewAddress: own.size > 0,
    }
  }

  /** Machines and services get new addresses all the time, so theirs tell nothing. */
  #useByNewHands(way: WayIn): UseOfWayIn | null {
    const before = this.#addressesBefore(way)
    const isKnown = this.#isKnownBefore(way)
    const taken = (this.#sessions.get(way.child) ?? []).filter(({ kind, firstSeen, sourceIps, external }) => {
      if (kind === 'instanceProfile' || kind === 'service') return false
      if (firstSeen === null || Date.parse(firstSeen) < way.atMs) return false
      const isOfOutside = way.kind === 'trust' && (external || byProvider.has(kind)) && !isKnown
      return sourceIps.some(
        (ip) => isAddress(ip) && !before.has(ip) && (isKnown || isOfOutside || this.#callsFrom(way.parent, ip)),
      )
    })
    const [first] = taken.sort((a, b) => timeOf(a) - timeOf(b) || (a.id < b.id ? -1 : 1))
    if (first === undefined) return null
    const eventIds = taken.flatMap((session) => session.eventIds.filter((id) => id !== session.issuedEventId))
    return {
      calls: taken.reduce((sum, { calls }) => sum + calls, 0),
      eventIds: [...new Set(eventIds)].slice(0, 10),
      atMs: timeOf(first),
      ip: null,
      isNewAddress: false,
    }
  }

  #isKnownBefore({ child, atMs }: WayIn): boolean {
    const { scope, baseline } = this.#facts
    return baseline.actors.has(child) || (scope.actors.get(child)?.firstSeenMs ?? atMs) < atMs
  }

  #addressesBefore({ child, atMs }: WayIn): ReadonlySet<string> {
    const { scope, baseline } = this.#facts
    const inScope = [...(scope.actors.get(child)?.byIp ?? [])].filter(([, tally]) => tally.firstSeenMs < atMs)
    return new Set([...inScope.map(([ip]) => ip), ...(baseline.actors.get(child)?.byIp.keys() ?? [])])
  }

  #callsFrom(key: string, ip: string): boolean {
    return this.#facts.scope.actors.get(key)?.byIp.has(ip) === true
  }
}

function noSessions(): Session[] {
  return []
}

function noSignIns(): SignIn[] {
  return []
}

function timeOf({ firstSeen }: Session): number {
  return firstSeen === null ? 0 : Date.parse(firstSeen)
}

function idsOf(marks: readonly { readonly eventId: string }[]): string[] {
  return marks.map(({ eventId }) => eventId)
}
