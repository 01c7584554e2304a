import { eventTimeMs } from '../facts/event-time.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts } from '../facts/texts.js'
import type { Mint, TrailFacts } from '../facts/trail-facts.js'
import { type Credential, credentialsIn } from './credentials-in.js'
import { allMints } from './mints-that-count.js'
import type { Session } from './session.js'
import { SessionMaker } from './session-maker.js'
import { type SignIn, signInsIn } from './sign-ins.js'

/**
 * The credentials that count for the scope: those that were used in it, those that were issued in it and not used (they are as
 * alive), those from before that were still alive when it began, and, up to the root, those that any of them was obtained
 * with; and sign-ins of users to the console that no calls were seen of. Oldest first. The same facts give the same sessions.
 * Of a large log not all mints are handed over: see `mintsThatCount`.
 */
export function sessionsOf(facts: TrailFacts, mints: Iterable<Mint> = allMints(facts)): Session[] {
  const credentials = credentialsIn(facts, mints)
  const maker = new SessionMaker(facts)
  const parents = new Parents(credentials)
  const sessions = new Map<string, Session>()
  for (const credential of credentials) {
    if (!countsForScope(credential, facts)) continue
    let next: Credential | null = credential
    while (next !== null && !sessions.has(next.id)) {
      const parent = parents.of(next)
      sessions.set(next.id, maker.sessionOf(next, parent === null ? null : parent.id))
      next = parent
    }
  }
  const found = [...sessions.values()]
  for (const signIn of unusedSignIns(facts, found)) found.push(maker.signInSession(signIn))
  return found.sort(byTime)
}

/** A role's session in the console has the role's credentials already. */
function unusedSignIns({ scope }: TrailFacts, sessions: readonly Session[]): SignIn[] {
  const signedIn = signInsIn(scope).filter(({ actorKey }) => !actorKey.startsWith('role:'))
  if (signedIn.length === 0) return []
  const used = new Set(sessions.map(({ issuedEventId }) => issuedEventId))
  return signedIn.filter(({ event }) => !used.has(event.eventId))
}

function countsForScope({ issue, useInScope }: Credential, { scope }: TrailFacts): boolean {
  if (useInScope !== null) return true
  if (issue === null) return false
  const { expiresAt } = issue.mint
  return issue.mint.atMs >= scope.firstSeenMs || (expiresAt !== null && eventTimeMs(expiresAt) > scope.firstSeenMs)
}

/**
 * A caller is told by its key id and principal; without a key id by the moment at which its own session was issued; where another
 * account's record has lost that, too, by the name of its session, if there is but one of that name.
 */
class Parents {
  readonly #credentials: readonly Credential[]
  readonly #byKey = new Map<string, Credential[]>()
  /** These are made when they are asked for: nearly every key has one credential, and most records have the key. */
  readonly #askers = new Map<string, Askers>()
  #byMoment: ReadonlyMap<string, Credential> | null = null
  #byName: ReadonlyMap<string, readonly Credential[]> | null = null

  constructor(credentials: readonly Credential[]) {
    this.#credentials = credentials
    for (const credential of credentials) {
      const accessKeyId = credential.use?.accessKeyId || credential.issue?.mint.accessKeyId || ''
      const others = this.#byKey.get(accessKeyId)
      if (others === undefined) this.#byKey.set(accessKeyId, [credential])
      else others.push(credential)
    }
  }

  of(child: Credential): Credential | null {
    const asking = child.issue ?? child.besides
    if (asking === null) return null
    const { parentAccessKeyId, parentPrincipalId, parentIssuedAt } = asking.mint
    if (parentAccessKeyId !== null) return this.#withKey(parentAccessKeyId, parentPrincipalId)
    if (parentIssuedAt === null) return this.#namedAlone(parentPrincipalId, child)
    this.#byMoment ??= byMomentOf(this.#credentials)
    return this.#byMoment.get(`${parentPrincipalId} ${parentIssuedAt}`) ?? null
  }

  #withKey(accessKeyId: string, principalId: string | null): Credential | null {
    const credentials = this.#byKey.get(accessKeyId) ?? []
    const only = credentials.length === 1 ? credentials[0] : undefined
    if (only !== undefined) return mayAsk(only, principalId) ? only : null
    return firstAsker(
      entryOf(this.#askers, accessKeyId, () => askersOf(credentials)),
      principalId,
    )
  }

  #namedAlone(principalId: string | null, child: Credential): Credential | null {
    if (principalId?.includes(':') !== true) return null
    this.#byName ??= byNameOf(this.#credentials)
    // Two besides the child are too many already.
    const named = (this.#byName.get(principalId) ?? []).slice(0, 3).filter((parent) => parent !== child)
    return named.length === 1 ? (named[0] ?? null) : null
  }
}

function byMomentOf(credentials: readonly Credential[]): ReadonlyMap<string, Credential> {
  const byMoment = new Map<string, Credential>()
  for (const credential of credentials) {
    const { use } = credential
    if (use?.sessionIssuedAt) keepFirst(byMoment, `${use.principalId} ${use.sessionIssuedAt}`, credential)
  }
  return byMoment
}

function byNameOf(credentials: readonly Credential[]): ReadonlyMap<string, readonly Credential[]> {
  const byName = new Map<string, Credential[]>()
  for (const credential of credentials) entryOf(byName, principalIdOf(credential), none).push(credential)
  return byName
}

/** The first of the credentials with one key id, by their ids: of all, and of each principal; '' where none is known. */
interface Askers {
  readonly first: Credential | null
  readonly byPrincipal: ReadonlyMap<string, Credential>
}

function askersOf(credentials: readonly Credential[]): Askers {
  let first: Credential | null = null
  const byPrincipal = new Map<string, Credential>()
  for (const credential of credentials) {
    if (first === null || credential.id < first.id) first = credential
    keepFirst(byPrincipal, principalIdOf(credential), credential)
  }
  return { first, byPrincipal }
}

function keepFirst(byName: Map<string, Credential>, name: string, credential: Credential): void {
  const known = byName.get(name)
  if (known === undefined || credential.id < known.id) byName.set(name, credential)
}

function firstAsker({ first, byPrincipal }: Askers, principalId: string | null): Credential | null {
  if (principalId === null) return first
  const own = byPrincipal.get(principalId) ?? null
  const unknown = byPrincipal.get('') ?? null
  if (own === null || unknown === null) return own ?? unknown
  return compareTexts(own.id, unknown.id) <= 0 ? own : unknown
}

/** The same of a key that has but one. */
function mayAsk(only: Credential, principalId: string | null): boolean {
  const known = principalIdOf(only)
  return principalId === null || known === '' || known === principalId
}

function none(): Credential[] {
  return []
}

function principalIdOf({ use, issue }: Credential): string {
  return use?.principalId || issue?.mint.assumedRoleId || ''
}

function byTime(a: Session, b: Session): number {
  return compareTexts(timeOf(a), timeOf(b)) || compareTexts(a.id, b.id)
}

/** Those of unknown age come last. */
function timeOf({ issuedAt, firstSeen }: Session): string {
  return issuedAt ?? firstSeen ?? '~'
}
