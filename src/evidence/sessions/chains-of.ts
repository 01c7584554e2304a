import { compareTexts } from '../facts/texts.js'
import type { TrailFacts } from '../facts/trail-facts.js'
import type { Session, SessionKind } from './session.js'
import { sessionsOf } from './sessions-of.js'

/** One step: `from` obtained the credential that acts as `to`. */
export interface ChainLink {
  readonly from: string
  readonly to: string
  /** Of the credential that was obtained. */
  readonly accessKeyId: string
  /** Calls with it in the scope. */
  readonly uses: number
  readonly sessionId: string
  /** Where a role was handed to code or a machine: `Session.id` of the credential that did it. null for all other links. */
  readonly handedOverWith: string | null
  readonly kind: SessionKind
  readonly issuedBy: string | null
  readonly eventId: string | null
  readonly at: string | null
  readonly sourceIdentity: string | null
  /** The caller is told by the shape of the session, or by who gave the role to what asked for it: no record says so. */
  readonly inferred: boolean
  readonly external: boolean
  /** The caller's account has not told who it was: the chain may go on beyond this link. */
  readonly unresolved: boolean
}

/** A role that was given to code or a machine, and with which credential: a guess, since no record joins both. */
export interface HandOver {
  readonly session: Session
  readonly eventId: string
  readonly eventName: string
  readonly at: string
}

/** From the first caller that is known to a credential with which none other was obtained. */
export interface Chain {
  readonly root: string
  /** Number of links, told or not. */
  readonly depth: number
  readonly links: readonly ChainLink[]
  /** Links that are left out in the middle: records can be forged to be a chain of thousands. */
  readonly leftOut: number
  /** The root may have a caller of its own that no record shows. */
  readonly unresolved: boolean
}

/** One session, below whoever obtained it. */
interface Way {
  readonly up: Way | null
  readonly links: readonly ChainLink[]
  readonly depth: number
  readonly uses: number
  /** The first of the whole chain. */
  readonly head: readonly ChainLink[]
}

const mostLinks = 100
const toldAtEachEnd = mostLinks / 2

/**
 * How credentials were obtained with one another: users, roles by roles, federated users, instances, services and other
 * accounts, to any depth. One chain a credential at its end; the deepest first, then the most used. Records that lead round in
 * a circle (they can be forged or mixed) end where the circle closes. `handOvers` by `Session.id`: with whom a chain goes on that
 * ends at a service.
 */
export function chainsOf(
  facts: TrailFacts,
  sessions: readonly Session[] = sessionsOf(facts),
  handOvers: ReadonlyMap<string, HandOver> = new Map(),
): Chain[] {
  const byId = new Map<string, Session>()
  const parents = new Set<string>()
  for (const session of sessions) {
    const { id, parentId } = session
    byId.set(id, session)
    const parent = parentId ?? handOvers.get(id)?.session.id
    if (parent !== undefined) parents.add(parent)
  }
  const known: Known = { byId, handOvers, ways: new Map() }
  const found: Way[] = []
  const add = (end: Session) => {
    const way = end.parent === null || known.ways.has(end.id) ? null : wayTo(end, known)
    if (way !== null) found.push(way)
  }
  for (const session of sessions) if (!parents.has(session.id)) add(session)
  // What is left leads round in a circle.
  for (const session of sessions) add(session)
  return found.sort(deepestFirst).map(chainOf)
}

interface Known {
  readonly byId: ReadonlyMap<string, Session>
  readonly handOvers: ReadonlyMap<string, HandOver>
  readonly ways: Map<string, Way>
}

/** Sessions with a known caller, from the root down to `end`; those of ways that are known already are not walked again. */
function wayTo(end: Session, { byId, handOvers, ways }: Known): Way | null {
  const steps = new Set<Session>()
  let next: Session | undefined = end
  while (next !== undefined && next.parent !== null && !steps.has(next) && !ways.has(next.id)) {
    steps.add(next)
    next = next.parentId === null ? handOvers.get(next.id)?.session : byId.get(next.parentId)
  }
  let way = next === undefined ? null : (ways.get(next.id) ?? null)
  for (const session of [...steps].reverse()) {
    way = wayOver(way, linksOf(session, handOvers))
    ways.set(session.id, way)
  }
  return way
}

function linksOf(session: Session, handOvers: ReadonlyMap<string, HandOver>): ChainLink[] {
  const given = session.parentId === null ? handOvers.get(session.id) : undefined
  return given === undefined ? [linkOf(session)] : [givenLink(given, session), linkOf(session)]
}

function wayOver(up: Way | null, links: readonly ChainLink[]): Way {
  const uses = links.reduce((sum, link) => sum + link.uses, 0)
  if (up === null) return { up, links, depth: links.length, uses, head: links }
  const { head } = up
  return {
    up,
    links,
    depth: up.depth + links.length,
    uses: up.uses + uses,
    head: head.length >= mostLinks ? head : head.concat(links).slice(0, mostLinks),
  }
}

function chainOf(way: Way): Chain {
  const [first] = way.head
  const links = way.depth <= mostLinks ? way.head : [...way.head.slice(0, toldAtEachEnd), ...tailOf(way)]
  return {
    root: first?.from ?? '',
    depth: way.depth,
    links,
    leftOut: way.depth - links.length,
    unresolved: first?.unresolved === true,
  }
}

function tailOf(way: Way): ChainLink[] {
  const tail: ChainLink[] = []
  for (let at: Way | null = way; at !== null && tail.length < toldAtEachEnd; at = at.up) tail.unshift(...at.links)
  return tail.slice(-toldAtEachEnd)
}

function linkOf(session: Session): ChainLink {
  return {
    from: session.parent ?? '',
    to: session.principal,
    accessKeyId: session.accessKeyId,
    uses: session.calls,
    sessionId: session.id,
    handedOverWith: null,
    kind: session.kind,
    issuedBy: session.issuedBy,
    eventId: session.issuedEventId,
    at: session.issuedAt,
    sourceIdentity: session.sourceIdentity,
    inferred: session.isParentInferred,
    external: session.external,
    unresolved: session.unresolved,
  }
}

/** To the service that ran the code: no credential of its own. */
function givenLink({ session, eventId, eventName, at }: HandOver, run: Session): ChainLink {
  return {
    from: session.principal,
    to: run.parent ?? '',
    accessKeyId: '',
    uses: 0,
    sessionId: '',
    handedOverWith: session.id,
    kind: 'other',
    issuedBy: eventName,
    eventId,
    at,
    sourceIdentity: null,
    inferred: true,
    external: false,
    unresolved: false,
  }
}

function deepestFirst(a: Way, b: Way): number {
  return b.depth - a.depth || b.uses - a.uses || compareTexts(endOf(a), endOf(b))
}

function endOf({ links }: Way): string {
  return links[links.length - 1]?.sessionId ?? ''
}
