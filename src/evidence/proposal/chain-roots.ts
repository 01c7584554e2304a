import type { Session } from '../sessions/session.js'
import type { Kinship } from './kinship.js'
import type { ChainRoot } from './proposal.js'

const maxRoots = 5
/** Of a longer way the beginning and the end are told: records can be forged to be ten thousand steps long. */
const longestPath = 40
const toldBefore = 20
const toldAfter = longestPath - toldBefore - 1
const toldEvents = 50

/** How one session came to be. */
interface Way {
  readonly session: Session
  readonly up: Way | null
  /** What it adds to the path: itself, and before the first one whoever is its root. */
  readonly names: readonly string[]
  readonly length: number
  /** The first of the whole path. */
  readonly head: readonly string[]
  readonly unresolved: boolean
  readonly inferred: boolean
  /** The first of the whole way. */
  readonly eventIds: readonly string[]
}

interface Found extends ChainRoot {
  readonly length: number
  readonly ids: Set<string>
}

/** Where credentials came from, up to the first caller that records show. */
export class ChainRoots {
  readonly #kinship: Kinship
  readonly #ways = new Map<string, Way>()

  constructor(kinship: Kinship) {
    this.#kinship = kinship
  }

  /**
   * Of these credentials, each way once, the longest first, then those with most records. Credentials that nobody obtained
   * (long-term keys, a sign-in) have no root but themselves.
   */
  of(acting: readonly Session[]): ChainRoot[] {
    const roots = new Map<string, Found>()
    for (const session of acting) {
      const way = this.#wayOf(session)
      if (way === null) continue
      const path = pathOf(way)
      const name = JSON.stringify([way.length, path])
      const { length, unresolved, inferred } = way
      const known = roots.get(name)
      const ids = known?.ids ?? new Set<string>()
      for (const id of way.eventIds) ids.add(id)
      const isOpen = unresolved || known?.unresolved === true
      roots.set(name, { principal: path[0] ?? '', path, unresolved: isOpen, inferred, eventIds: [], length, ids })
    }
    return [...roots.values()]
      .sort((a, b) => b.length - a.length || b.ids.size - a.ids.size || compare(a, b))
      .slice(0, maxRoots)
      .map(({ length, ids, ...root }) => ({ ...root, eventIds: [...ids].slice(0, toldEvents) }))
  }

  /** null for a credential that nobody obtained. Records that were forged or mixed may lead round in a circle: it ends there. */
  #wayOf(session: Session): Way | null {
    const steps: Session[] = []
    const seen = new Set<string>()
    let next: Session | null = session
    while (next !== null && next.parent !== null && !seen.has(next.id) && !this.#ways.has(next.id)) {
      seen.add(next.id)
      steps.push(next)
      next = this.#before(next)
    }
    let way = next === null ? null : (this.#ways.get(next.id) ?? null)
    for (const step of steps.reverse()) {
      way = this.#wayFrom(step, way)
      this.#ways.set(step.id, way)
    }
    return way
  }

  /** Where it ends at a service that ran somebody's code, it goes on with whose that was. */
  #before(session: Session): Session | null {
    const asking = this.#askingFor(session)
    return asking !== null && asking.parent !== null ? asking : (this.#coderOf(session)?.session ?? null)
  }

  #askingFor({ parentId }: Session): Session | null {
    return parentId === null ? null : this.#kinship.sessionOf(parentId)
  }

  #coderOf({ id }: Session) {
    const link = this.#kinship.codeLinkOf(id)
    const session = link === null ? null : this.#kinship.sessionWith(link.by, link.byAccessKeyId)
    return link === null || session === null ? null : { session, eventId: link.eventId }
  }

  #wayFrom(session: Session, up: Way | null): Way {
    const { principal, parent, issuedEventId, unresolved } = session
    const issue = issuedEventId === null ? [] : [issuedEventId]
    const isObtained = up !== null && this.#askingFor(session)?.id === up.session.id
    if (isObtained) return wayOver(up, { session, names: [principal], ids: issue, inferred: up.inferred })
    const coder = this.#coderOf(session)
    const names = [parent ?? '', principal]
    if (coder === null) {
      return wayOver(null, { session, names, ids: issue, inferred: false, unresolved })
    }
    const ids = [coder.eventId, ...issue]
    if (up !== null && up.session.id === coder.session.id) return wayOver(up, { session, names, ids, inferred: true })
    const first = coder.session.principal
    return wayOver(null, { session, names: [first, ...names], ids, inferred: true, unresolved: false })
  }
}

interface Step {
  readonly session: Session
  readonly names: readonly string[]
  readonly ids: readonly string[]
  readonly inferred: boolean
  readonly unresolved?: boolean
}

function wayOver(up: Way | null, { session, names, ids, inferred, unresolved }: Step): Way {
  const head = up?.head ?? []
  const before = up?.eventIds ?? []
  return {
    session,
    up,
    names,
    length: (up?.length ?? 0) + names.length,
    head: head.length >= longestPath ? head : [...head, ...names].slice(0, longestPath),
    unresolved: unresolved ?? up?.unresolved === true,
    inferred,
    eventIds: before.length >= toldEvents ? before : [...before, ...ids].slice(0, toldEvents),
  }
}

function pathOf(way: Way): string[] {
  if (way.length <= longestPath) return [...way.head]
  const tail: string[] = []
  for (let at: Way | null = way; at !== null && tail.length < toldAfter; at = at.up) tail.unshift(...at.names)
  const left = way.length - toldBefore - toldAfter
  return [...way.head.slice(0, toldBefore), `(${left} more)`, ...tail.slice(-toldAfter)]
}

function compare(a: ChainRoot, b: ChainRoot): number {
  const [one, other] = [JSON.stringify(a.path), JSON.stringify(b.path)]
  return one < other ? -1 : one > other ? 1 : 0
}
