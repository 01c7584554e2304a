import { eventTimeMs } from '../facts/event-time.js'
import { aliveAfter, type LivingSession } from './alive-after.js'
import type { Session } from './session.js'

/** A credential that works on although the principal that obtained it is blocked. */
export interface LeftAlive
  extends Pick<
    Session,
    | 'accessKeyId'
    | 'kind'
    | 'principal'
    | 'principalKey'
    | 'sessionName'
    | 'issuedBy'
    | 'issuedAt'
    | 'parent'
    | 'expiresAt'
  > {
  readonly sessionId: string
  /** null: no record says when it ends. */
  readonly alive: true | null
  /** It was used at that moment or later. */
  readonly usedAfter: boolean
  /** It was obtained after that moment: the block did not stop it. */
  readonly issuedAfter: boolean
  readonly eventIds: readonly string[]
}

export interface AliveAfterBlock {
  /** The moment that is looked at, ISO: that of the block, or the present one. */
  readonly at: string
  /** `Actor.key` of whom the block is about. */
  readonly blocked: readonly string[]
  /** Credentials that are alive and that the block denies. */
  readonly denied: number
  /** Alive, obtained through them, and of somebody else; the first fifty. */
  readonly leftAlive: readonly LeftAlive[]
  readonly more: number
}

const listed = 50
/** Of a user's own: what it may is what the user may. */
const ownTokens: ReadonlySet<Session['kind']> = new Set(['sessionToken', 'federationToken'])

/**
 * What a denial of everything for these principals would leave alive at that moment: what they, or whoever acted through
 * them, obtained of others, to any depth; and what they obtained after it. Used ones first, then later ones, then those whose
 * end is known to lie ahead.
 */
export function leftAliveBy(blocked: readonly string[], sessions: readonly Session[], at: string): AliveAfterBlock {
  const keys = new Set(blocked)
  const isDenied = ({ principalKey, parentKey, kind }: Session) =>
    keys.has(principalKey) || (ownTokens.has(kind) && parentKey !== null && keys.has(parentKey))
  const reached = through(keys, sessions)
  const atMs = eventTimeMs(at)
  const living: (LivingSession & { readonly issuedAfter: boolean })[] = []
  for (const session of sessions) {
    if (!reached.has(session.id)) continue
    const issuedAfter = session.issuedAt !== null && eventTimeMs(session.issuedAt) > atMs
    // What is obtained later is looked at from its own beginning.
    const born = issuedAfter && session.issuedAt !== null ? session.issuedAt : at
    for (const one of aliveAfter([session], born)) living.push({ issuedAfter, ...one })
  }
  const left = living
    .filter(({ session }) => !isDenied(session))
    .sort(
      (a, b) =>
        Number(b.usedAfter) - Number(a.usedAfter) ||
        Number(b.issuedAfter) - Number(a.issuedAfter) ||
        Number(b.alive) - Number(a.alive),
    )
  return {
    at,
    blocked,
    denied: living.filter(({ session, issuedAfter }) => isDenied(session) && !issuedAfter).length,
    leftAlive: left.slice(0, listed).map(({ session, alive, usedAfter, issuedAfter }) => ({
      sessionId: session.id,
      accessKeyId: session.accessKeyId,
      kind: session.kind,
      principal: session.principal,
      principalKey: session.principalKey,
      sessionName: session.sessionName,
      issuedBy: session.issuedBy,
      issuedAt: session.issuedAt,
      parent: session.parent,
      expiresAt: session.expiresAt,
      alive,
      usedAfter,
      issuedAfter,
      eventIds: session.eventIds.slice(0, 3),
    })),
    more: Math.max(0, left.length - listed),
  }
}

/** Ids of their own credentials, and of all that were obtained with any of these. */
function through(keys: ReadonlySet<string>, sessions: readonly Session[]): ReadonlySet<string> {
  const children = new Map<string, string[]>()
  for (const { id, parentId } of sessions) {
    if (parentId === null) continue
    const others = children.get(parentId)
    if (others === undefined) children.set(parentId, [id])
    else others.push(id)
  }
  const own = sessions.filter(
    ({ principalKey, parentKey }) => keys.has(principalKey) || (parentKey !== null && keys.has(parentKey)),
  )
  const reached = new Set(own.map(({ id }) => id))
  // A set that grows while it is walked: each id is visited once, so a circle of forged records ends.
  for (const id of reached) for (const child of children.get(id) ?? []) reached.add(child)
  return reached
}
