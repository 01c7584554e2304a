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
  /** Number of links. */
  readonly depth: number
  readonly links: readonly ChainLink[]
  /** The root may have a caller of its own that no record shows. */
  readonly unresolved: boolean
}

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
  const byId = new Map(sessions.map((session) => [session.id, session]))
  const parents = new Set(sessions.map(({ id, parentId }) => parentId ?? handOvers.get(id)?.session.id ?? null))
  const covered = new Set<string>()
  const chains: Chain[] = []
  const ends = sessions.filter(({ id }) => !parents.has(id))
  for (const end of [...ends, ...sessions]) {
    if (end.parent === null || covered.has(end.id)) continue
    const path = pathTo(end, byId, handOvers)
    for (const { id } of path) covered.add(id)
    chains.push(chainOf(path, handOvers))
  }
  return chains.sort(deepestFirst)
}

/** Sessions with a known caller, from the root down to `end`. */
function pathTo(end: Session, byId: ReadonlyMap<string, Session>, handOvers: ReadonlyMap<string, HandOver>): Session[] {
  const path: Session[] = []
  const seen = new Set<string>()
  let next: Session | undefined = end
  while (next !== undefined && next.parent !== null && !seen.has(next.id)) {
    seen.add(next.id)
    path.push(next)
    next = next.parentId === null ? handOvers.get(next.id)?.session : byId.get(next.parentId)
  }
  return path.reverse()
}

function chainOf(path: readonly Session[], handOvers: ReadonlyMap<string, HandOver>): Chain {
  const links = path.flatMap((session) => {
    const given = session.parentId === null ? handOvers.get(session.id) : undefined
    return given === undefined ? [linkOf(session)] : [givenLink(given, session), linkOf(session)]
  })
  return {
    root: links[0]?.from ?? '',
    depth: links.length,
    links,
    unresolved: links[0]?.unresolved === true,
  }
}

function linkOf(session: Session): ChainLink {
  return {
    from: session.parent ?? '',
    to: session.principal,
    accessKeyId: session.accessKeyId,
    uses: session.calls,
    sessionId: session.id,
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

function deepestFirst(a: Chain, b: Chain): number {
  return b.depth - a.depth || usesOf(b) - usesOf(a) || compareTexts(endOf(a), endOf(b))
}

function usesOf({ links }: Chain): number {
  return links.reduce((sum, { uses }) => sum + uses, 0)
}

function endOf({ links }: Chain): string {
  return links[links.length - 1]?.sessionId ?? ''
}
