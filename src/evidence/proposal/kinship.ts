import { entryOf } from '../facts/tallies.js'
import type { Mint, TrailFacts } from '../facts/trail-facts.js'
import type { Session } from '../sessions/session.js'

/** One credential of `child` that `parent` obtained or made. */
export interface Obtained {
  readonly parent: string
  readonly child: string
  readonly session: Session
  /** Used from the very address that it was asked for from: one hand did both. */
  readonly sameHand: boolean
}

/** Whose credentials were obtained by whom, by `Actor.key`. */
export class Kinship {
  readonly #byChild = new Map<string, Obtained[]>()
  readonly #byParent = new Map<string, Obtained[]>()
  readonly #sessions = new Map<string, Session>()

  constructor(facts: TrailFacts, sessions: readonly Session[]) {
    const mints = new Map([...facts.baseline.mints, ...facts.scope.mints].map((mint) => [mint.eventId, mint]))
    for (const session of sessions) {
      this.#sessions.set(session.id, session)
      const { parentKey, principalKey, issuedEventId } = session
      if (parentKey === null || parentKey === principalKey) continue
      const mint = issuedEventId === null ? undefined : mints.get(issuedEventId)
      const obtained = { parent: parentKey, child: principalKey, session, sameHand: isSameHand(session, mint) }
      entryOf(this.#byChild, principalKey, none).push(obtained)
      entryOf(this.#byParent, parentKey, none).push(obtained)
    }
  }

  /** Credentials of this actor that others obtained. */
  obtainedOf(child: string): readonly Obtained[] {
    return this.#byChild.get(child) ?? []
  }

  /** Credentials of others that this actor obtained. */
  obtainedBy(parent: string): readonly Obtained[] {
    return this.#byParent.get(parent) ?? []
  }

  sessionOf(id: string): Session | null {
    return this.#sessions.get(id) ?? null
  }

  /** All actors that are joined with this one by credentials, up and down, itself included. */
  familyOf(key: string): ReadonlySet<string> {
    const family = new Set([key])
    for (const member of family) {
      for (const { parent } of this.obtainedOf(member)) family.add(parent)
      for (const { child } of this.obtainedBy(member)) family.add(child)
    }
    return family
  }
}

function none(): Obtained[] {
  return []
}

function isSameHand({ sourceIps }: Session, mint: Mint | undefined): boolean {
  const ip = mint?.sourceIp ?? null
  return ip !== null && isAddress(ip) && sourceIps.includes(ip)
}

/** A service that calls on somebody's behalf has its name where the address stands: everybody shares it. */
export function isAddress(text: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$|:/.test(text)
}
