import type { Session } from '../sessions/session.js'
import type { Kinship } from './kinship.js'
import type { ChainRoot } from './proposal.js'

const maxRoots = 5

/**
 * Where these credentials came from, up to the first caller that records show; each way once, those with most records first.
 * Credentials that nobody obtained (long-term keys, a sign-in) have no root but themselves.
 */
export function chainRootsOf(acting: readonly Session[], kinship: Kinship): ChainRoot[] {
  const roots = new Map<string, ChainRoot>()
  for (const session of acting) {
    const root = rootOf(session, kinship, new Set())
    if (root === null) continue
    const name = JSON.stringify(root.path)
    const known = roots.get(name)
    roots.set(name, {
      ...root,
      unresolved: root.unresolved || known?.unresolved === true,
      eventIds: [...new Set([...(known?.eventIds ?? []), ...root.eventIds])],
    })
  }
  return [...roots.values()]
    .sort((a, b) => b.path.length - a.path.length || b.eventIds.length - a.eventIds.length || compare(a, b))
    .slice(0, maxRoots)
}

/** null for a credential that nobody obtained. Where it ends at a service that ran somebody's code, it goes on with whose that was. */
function rootOf(session: Session, kinship: Kinship, seen: Set<Session>): ChainRoot | null {
  const way = wayTo(session, kinship)
  const [first] = way
  if (first?.parent == null || seen.has(first)) return null
  seen.add(first)
  const path = [first.parent, ...way.map(({ principal }) => principal)]
  const eventIds = way.flatMap(({ issuedEventId }) => issuedEventId ?? [])
  const link = kinship.codeLinksInto(first.principalKey).find((code) => code.session.id === first.id)
  const coder = link === undefined ? null : kinship.sessionWith(link.by, link.byAccessKeyId)
  if (link === undefined || coder === null) {
    return { principal: first.parent, path, unresolved: first.unresolved, inferred: false, eventIds }
  }
  const above = rootOf(coder, kinship, seen)
  return {
    principal: above?.principal ?? coder.principal,
    path: [...(above?.path ?? [coder.principal]), ...path],
    unresolved: above?.unresolved === true,
    inferred: true,
    eventIds: [...(above?.eventIds ?? []), link.eventId, ...eventIds],
  }
}

/** Records that were forged or mixed may lead round in a circle. */
function wayTo(session: Session, kinship: Kinship): Session[] {
  const way: Session[] = []
  let next: Session | null = session
  while (next !== null && next.parent !== null && !way.includes(next)) {
    way.unshift(next)
    next = next.parentId === null ? null : kinship.sessionOf(next.parentId)
  }
  return way
}

function compare(a: ChainRoot, b: ChainRoot): number {
  const [one, other] = [JSON.stringify(a.path), JSON.stringify(b.path)]
  return one < other ? -1 : one > other ? 1 : 0
}
