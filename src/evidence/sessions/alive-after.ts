import { eventTimeMs } from '../facts/event-time.js'
import type { Session, SessionKind } from './session.js'

const hourMs = 3_600_000

/** The longest that credentials of each kind can live, where no record says when they end. */
const longestHours: Readonly<Record<SessionKind, number>> = {
  longTermKey: Infinity,
  role: 12,
  instanceProfile: 12,
  service: 12,
  saml: 12,
  webIdentity: 12,
  identityCenter: 12,
  rolesAnywhere: 12,
  sessionToken: 36,
  federationToken: 36,
  console: 12,
  userSession: 36,
  root: 0.25,
  other: 36,
}

type Lifetime = Pick<Session, 'kind' | 'issuedAt' | 'firstSeen' | 'expiresAt' | 'endedAt'>

/**
 * Whether a credential can still be used at that moment (milliseconds since the epoch): null where no record says when it
 * ends and it is not older than its kind can get. A credential issued later is not alive yet. A long-term key lives until it
 * is switched off or deleted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export function isAliveAt(credential: Lifetime, atMs: number): boolean | null {
  const { kind, issuedAt, firstSeen, expiresAt, endedAt } = credential
  const issuedMs = eventTimeMs(issuedAt ?? firstSeen ?? '')
  if (issuedAt !== null && issuedMs > atMs) return false
  if (endedAt !== null && eventTimeMs(endedAt) <= atMs) return false
  if (kind === 'longTermKey') return true
  if (expiresAt !== null) return eventTimeMs(expiresAt) > atMs
  return issuedMs + longestHours[kind] * hourMs > atMs ? null : Number.isNaN(issuedMs) ? null : false
}

export interface LivingSession {
  readonly session: Session
  /** null: no record says when it ends. */
  readonly alive: true | null
  /** It was used at that moment or later. */
  readonly usedAfter: boolean
}

/**
 * The credentials that outlive a block at that moment (ISO), in the order given. Whether the block denies them is another
 * question: it does where they are the blocked principal's own, or a token that the blocked user got of itself.
 */
export function aliveAfter(sessions: readonly Session[], atIso: string): LivingSession[] {
  const atMs = eventTimeMs(atIso)
  return sessions.flatMap((session) => {
    const alive = isAliveAt(session, atMs)
    if (alive === false) return []
    return [{ session, alive, usedAfter: session.lastSeen !== null && eventTimeMs(session.lastSeen) >= atMs }]
  })
}
