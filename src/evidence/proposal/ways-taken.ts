import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { KeyFacts, TrailFacts } from '../facts/trail-facts.js'
import type { Session, SessionKind } from '../sessions/session.js'
import { type SignIn, signInsIn } from '../sessions/sign-ins.js'
import { isAddress } from './is-address.js'
import { beginningOf, NewHands, type Taken } from './new-hands.js'
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

const namedEvents = 10

interface Hands {
  since(atMs: number): Taken | null
}

/** All that was called as some actors, made ready to ask which ways in were taken. */
export class WaysTaken {
  readonly #facts: TrailFacts
  readonly #sessions = new Map<string, Session[]>()
  /** By whose it is and its id. Made when it is asked for: few logs have a key that somebody made for another. */
  #keys: ReadonlyMap<string, KeyFacts> | null = null
  /** By who signed in, and from where. Oldest first. */
  readonly #signIns = new Map<string, SignIn[]>()
  readonly #hands = new Map<string, NewHands>()
  readonly #pairs = new Map<string, Hands>()
  readonly #byIp = new Map<string, ReadonlyMap<string, readonly Session[]>>()
  readonly #firstAddress = new Map<string, number>()

  constructor(facts: TrailFacts, sessions: readonly Session[]) {
    this.#facts = facts
    for (const session of sessions) {
      entryOf(this.#sessions, session.principalKey, noSessions).push(session)
    }
    for (const signIn of signInsIn(facts.scope)) {
      const place = placeOf(signIn.actorKey, signIn.event.sourceIp ?? '')
      entryOf(this.#signIns, place, noSignIns).push(signIn)
    }
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
    this.#keys ??= new Map([...this.#facts.scope.keys.values()].map((key) => [nameOfKey(key), key]))
    const used = this.#keys.get(nameOfKey({ actorKey: child, accessKeyId }))
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
  #signIn({ child, atMs, sourceIp }: WayIn): UseOfWayIn | null {
    if (sourceIp === null || !isAddress(sourceIp) || this.#newSince(child, sourceIp) < atMs) return null
    const signIns = (this.#signIns.get(placeOf(child, sourceIp)) ?? []).filter((signIn) => signIn.atMs >= atMs)
    const [first] = signIns
    if (first === undefined) return null
    return {
      calls: signIns.length,
      eventIds: signIns.slice(0, namedEvents).map(({ event }) => event.eventId),
      atMs: first.atMs,
      ip: sourceIp,
      isNewAddress: this.#hadAddressBefore(child, atMs),
    }
  }

  #useByNewHands(way: WayIn): UseOfWayIn | null {
    const { child, parent, kind, atMs } = way
    const taken = this.#isKnownBefore(way)
      ? this.#handsOf(child, 'all', null).since(atMs)
      : this.#ofParentOrOutside(child, parent, kind === 'trust').since(atMs)
    return taken === null ? null : { ...taken, ip: null, isNewAddress: false }
  }

  #ofParentOrOutside(child: string, parent: string, isTrust: boolean): Hands {
    return entryOf(this.#pairs, JSON.stringify([child, parent, isTrust]), () => {
      const ips = this.#commonAddresses(child, parent)
      if (!isTrust) return this.#handsOf(child, 'all', ips)
      // Told apart, so that nothing counts twice.
      const outside = this.#handsOf(child, 'outside', null)
      const inside = this.#handsOf(child, 'inside', ips)
      return { since: (atMs: number) => together(outside.since(atMs), inside.since(atMs)) }
    })
  }

  /** Of the sessions of an entity, those from these addresses; null: from any. */
  #handsOf(child: string, whose: 'all' | 'outside' | 'inside', ips: readonly string[] | null): NewHands {
    return entryOf(this.#hands, JSON.stringify([child, whose, ips]), () => {
      const byIp = this.#sessionsByIp(child)
      const untilMs = new Map<Session, number>()
      for (const ip of ips ?? byIp.keys()) {
        const newSinceMs = this.#newSince(child, ip)
        for (const session of byIp.get(ip) ?? []) {
          if (whose !== 'all' && isFromOutside(session) !== (whose === 'outside')) continue
          untilMs.set(session, Math.max(untilMs.get(session) ?? -Infinity, Math.min(beginningOf(session), newSinceMs)))
        }
      }
      return new NewHands([...untilMs].map(([session, until]) => ({ session, untilMs: until })))
    })
  }

  /** Machines and services get new addresses all the time, so theirs tell nothing. */
  #sessionsByIp(child: string): ReadonlyMap<string, readonly Session[]> {
    return entryOf(this.#byIp, child, () => {
      const byIp = new Map<string, Session[]>()
      for (const session of this.#sessions.get(child) ?? []) {
        const { kind, firstSeen, sourceIps } = session
        if (kind === 'instanceProfile' || kind === 'service' || firstSeen === null) continue
        for (const ip of sourceIps) if (isAddress(ip)) entryOf(byIp, ip, noSessions).push(session)
      }
      return byIp
    })
  }

  #commonAddresses(child: string, parent: string): string[] {
    const own = this.#sessionsByIp(child)
    const others = this.#facts.scope.actors.get(parent)?.byIp ?? new Map<string, unknown>()
    const [few, many] = own.size < others.size ? [own, others] : [others, own]
    return [...few.keys()].filter((ip) => many.has(ip)).sort(compareTexts)
  }

  /** From when on the address was one of the entity's own; never new where the baseline has it. */
  #newSince(child: string, ip: string): number {
    const { scope, baseline } = this.#facts
    if (baseline.actors.get(child)?.byIp.has(ip) === true) return -Infinity
    return scope.actors.get(child)?.byIp.get(ip)?.firstSeenMs ?? Infinity
  }

  #hadAddressBefore(child: string, atMs: number): boolean {
    const { scope, baseline } = this.#facts
    const firstMs = entryOf(this.#firstAddress, child, () => {
      const tallies = [...(scope.actors.get(child)?.byIp.values() ?? [])]
      return tallies.reduce((first, { firstSeenMs }) => Math.min(first, firstSeenMs), Infinity)
    })
    return firstMs < atMs || (baseline.actors.get(child)?.byIp.size ?? 0) > 0
  }

  #isKnownBefore({ child, atMs }: WayIn): boolean {
    const { scope, baseline } = this.#facts
    return baseline.actors.has(child) || (scope.actors.get(child)?.firstSeenMs ?? atMs) < atMs
  }
}

function together(a: Taken | null, b: Taken | null): Taken | null {
  if (a === null || b === null) return a ?? b
  const [first, second] = a.atMs <= b.atMs ? [a, b] : [b, a]
  const eventIds = [...new Set([...first.eventIds, ...second.eventIds])].slice(0, namedEvents)
  return { calls: a.calls + b.calls, atMs: first.atMs, eventIds }
}

function isFromOutside({ kind, external }: Session): boolean {
  return external || byProvider.has(kind)
}

function nameOfKey({ actorKey, accessKeyId }: Pick<KeyFacts, 'actorKey' | 'accessKeyId'>): string {
  return JSON.stringify([actorKey, accessKeyId])
}

function placeOf(actorKey: string, ip: string): string {
  return `${actorKey} ${ip}`
}

function noSessions(): Session[] {
  return []
}

function noSignIns(): SignIn[] {
  return []
}

function idsOf(marks: readonly { readonly eventId: string }[]): string[] {
  return marks.map(({ eventId }) => eventId)
}
