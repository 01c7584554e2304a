import { TrailView } from '../detections/trail-view.js'
import { entryOf } from '../facts/tallies.js'
import { isoOf } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import type { HandOver } from '../sessions/chains-of.js'
import type { Session } from '../sessions/session.js'
import { type CodeLink, codeLinksOf } from './code-links.js'
import { isAddress } from './is-address.js'
import { type WayIn, waysInOf } from './ways-in.js'
import { type UseOfWayIn, WaysTaken } from './ways-taken.js'

/** One credential of `child` that `parent` obtained or made. */
export interface Obtained {
  readonly parent: string
  readonly child: string
  readonly session: Session
  /** Used from the very address that it was asked for from: one hand did both. */
  readonly sameHand: boolean
}

/** One way into `way.child` that `way.parent` opened, and what shows that it was taken. */
export interface Opened {
  readonly way: WayIn
  readonly use: UseOfWayIn | null
}

interface PlacedObtained extends Obtained {
  /** Where it stands among all of them: by the age of the credential. */
  readonly place: number
}

/** Whose credentials were obtained by whom, and who was made or opened by whom, by `Actor.key`. */
export class Kinship {
  readonly #byChild = new Map<string, Obtained[]>()
  readonly #byParent = new Map<string, Obtained[]>()
  readonly #bySession = new Map<string, PlacedObtained>()
  readonly #sessions: readonly Session[]
  readonly #codeBySession = new Map<string, CodeLink>()
  #focus: { readonly key: string; readonly family: ReadonlySet<string> } | null = null
  /** Made when they are asked for, and few ask. */
  #byKey: ReadonlyMap<string, Session> | null = null
  #byId: ReadonlyMap<string, Session> | null = null
  readonly #opened = new Map<string, Opened[]>()
  readonly #openedOf = new Map<string, Opened[]>()
  readonly #codeOf = new Map<string, CodeLink[]>()
  readonly #codeBy = new Map<string, CodeLink[]>()

  constructor(facts: TrailFacts, sessions: readonly Session[], trail = new TrailView(facts)) {
    this.#sessions = sessions
    const ips = askedFrom(facts, sessions)
    for (const session of sessions) {
      const { parentKey, principalKey, issuedEventId } = session
      if (parentKey === null || parentKey === principalKey) continue
      const ip = issuedEventId === null ? undefined : ips.get(issuedEventId)
      const place = this.#bySession.size
      const obtained = { parent: parentKey, child: principalKey, session, sameHand: isSameHand(session, ip), place }
      this.#bySession.set(session.id, obtained)
      entryOf(this.#byChild, principalKey, none).push(obtained)
      entryOf(this.#byParent, parentKey, none).push(obtained)
    }
    for (const link of codeLinksOf(facts, sessions)) {
      this.#codeBySession.set(link.session.id, link)
      entryOf(this.#codeOf, link.session.principalKey, noLinks).push(link)
      entryOf(this.#codeBy, link.by, noLinks).push(link)
    }
    const taken = new WaysTaken(facts, sessions)
    for (const way of waysInOf(trail)) {
      const opened = { way, use: taken.useOf(way) }
      entryOf(this.#opened, way.parent, noWays).push(opened)
      entryOf(this.#openedOf, way.child, noWays).push(opened)
    }
  }

  /** Ways into others that this actor opened: by making them, by strong rights, a trust policy, a key or a password. */
  openedBy(parent: string): readonly Opened[] {
    return this.#opened.get(parent) ?? []
  }

  /** Ways into this actor that others opened. */
  openedOf(child: string): readonly Opened[] {
    return this.#openedOf.get(child) ?? []
  }

  /** Credentials of this actor that others obtained. */
  obtainedOf(child: string): readonly Obtained[] {
    return this.#byChild.get(child) ?? []
  }

  /** The same of these sessions alone (`Session.id`): a role may have thousands of others. */
  obtainedOfSessions(child: string, ids: Iterable<string>): readonly Obtained[] {
    const found = [...new Set(ids)].flatMap((id) => this.#bySession.get(id) ?? [])
    return found.filter((link) => link.child === child).sort((a, b) => a.place - b.place)
  }

  /** Credentials of others that this actor obtained. */
  obtainedBy(parent: string): readonly Obtained[] {
    return this.#byParent.get(parent) ?? []
  }

  /** Sessions of this actor that ran as code or on a machine of others, as far as that can be guessed. */
  codeLinksInto(child: string): readonly CodeLink[] {
    return this.#codeOf.get(child) ?? []
  }

  /** How one session (`Session.id`) came to run as code or on a machine of others. */
  codeLinkOf(sessionId: string): CodeLink | null {
    return this.#codeBySession.get(sessionId) ?? null
  }

  /** Of each session that ran as somebody's code or on somebody's machine, the credential that gave it its role, by `Session.id`. */
  handOvers(): ReadonlyMap<string, HandOver> {
    const handOvers = new Map<string, HandOver>()
    for (const { session, by, byAccessKeyId, eventId, eventName, atMs } of [...this.#codeOf.values()].flat()) {
      const given = this.sessionWith(by, byAccessKeyId)
      if (given !== null) handOvers.set(session.id, { session: given, eventId, eventName, at: isoOf(atMs) })
    }
    return handOvers
  }

  /** The credential that a caller used; null where no record shows it. */
  sessionWith(actorKey: string, accessKeyId: string | null): Session | null {
    if (accessKeyId === null) return null
    this.#byKey ??= new Map(this.#sessions.map((session) => [keyOf(session), session]))
    return this.#byKey.get(keyOf({ principalKey: actorKey, accessKeyId })) ?? null
  }

  sessionOf(id: string): Session | null {
    this.#byId ??= new Map(this.#sessions.map((session) => [session.id, session]))
    return this.#byId.get(id) ?? null
  }

  /**
   * All actors that are joined with this one by credentials, up and down, itself included; those whom it opened and that were
   * used; and who opened it. What else its openers made is no kin: an administrator makes everybody; nor what else a service
   * obtained.
   */
  familyOf(key: string): ReadonlySet<string> {
    // Of whom the question is about it is asked once for everybody else.
    if (this.#focus?.key !== key) this.#focus = { key, family: this.familyOfAll([key]) }
    return this.#focus.family
  }

  /** The families of all of them together. */
  familyOfAll(keys: readonly string[]): ReadonlySet<string> {
    return new Set([...this.#kinOf(keys, { isUpToo: true }), ...this.openersOf(keys)])
  }

  /** These, whose credentials they obtained that were used, and whom they opened or handed a role to, to any depth. */
  descendantsOf(keys: readonly string[]): ReadonlySet<string> {
    return this.#kinOf(keys, { isUpToo: false })
  }

  /** These, who opened them or handed them to code, and who opened those. */
  openersOf(keys: readonly string[]): ReadonlySet<string> {
    const above = new Set(keys)
    for (const member of above) {
      for (const { way, use } of this.openedOf(member)) if (use !== null) above.add(way.parent)
      for (const { by } of this.codeLinksInto(member)) above.add(by)
    }
    return above
  }

  #kinOf(keys: readonly string[], { isUpToo }: { readonly isUpToo: boolean }): Set<string> {
    const family = new Set(keys)
    for (const member of family) {
      // A service obtains credentials for everybody who uses it: that joins nobody.
      if (isUpToo) for (const { parent } of this.obtainedOf(member)) if (!isService(parent)) family.add(parent)
      for (const { child, session } of this.obtainedBy(member)) if (isUpToo || session.calls > 0) family.add(child)
      for (const { way, use } of this.openedBy(member)) if (use !== null) family.add(way.child)
      for (const { session } of this.#codeBy.get(member) ?? []) family.add(session.principalKey)
    }
    return family
  }
}

function keyOf({ principalKey, accessKeyId }: Pick<Session, 'principalKey' | 'accessKeyId'>): string {
  return `${principalKey} ${accessKeyId}`
}

function isService(actorKey: string): boolean {
  return actorKey.startsWith('service:')
}

function none(): Obtained[] {
  return []
}

function noLinks(): CodeLink[] {
  return []
}

function noWays(): Opened[] {
  return []
}

function isSameHand({ sourceIps }: Session, ip: string | undefined): boolean {
  return ip !== undefined && sourceIps.includes(ip)
}

/** From where the credentials of these sessions were asked for, by event id: of those alone that may be used from there, too. */
function askedFrom({ baseline, scope }: TrailFacts, sessions: readonly Session[]): ReadonlyMap<string, string> {
  const asked = new Set<string>()
  const addresses = new Set<string>()
  for (const { issuedEventId, sourceIps } of sessions) {
    if (issuedEventId === null || sourceIps.length === 0) continue
    asked.add(issuedEventId)
    for (const ip of sourceIps) addresses.add(ip)
  }
  const found = new Map<string, string>()
  for (const { mints } of [baseline, scope]) {
    mints.forEach((mint) => {
      const { sourceIp } = mint
      if (sourceIp === null || !addresses.has(sourceIp) || !isAddress(sourceIp)) return
      const { eventId } = mint
      if (asked.has(eventId)) found.set(eventId, sourceIp)
    })
  }
  return found
}
