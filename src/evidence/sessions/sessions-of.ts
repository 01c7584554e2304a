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
  const byId = new Map<string, Credential>()
  for (const credential of credentials) byId.set(credential.id, credential)
  const sessions = new Map<string, Session>()
  for (const credential of credentials) {
    if (!countsForScope(credential, facts)) continue
    let next: Credential | undefined = credential
    while (next !== undefined && !sessions.has(next.id)) {
      const parentId = parents.idOf(next)
      sessions.set(next.id, maker.sessionOf(next, parentId))
      next = parentId === null ? undefined : byId.get(parentId)
    }
  }
  const signedIn = unusedSignIns(facts, [...sessions.values()]).map((signIn) => maker.signInSession(signIn))
  return [...sessions.values(), ...signedIn].sort(byTime)
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
  readonly #byKey = new Map<string, Askers>()
  /** These two are made when they are asked for: most records have the key. */
  #byMoment: ReadonlyMap<string, Credential> | null = null
  #byName: ReadonlyMap<string, readonly Credential[]> | null = null

  /** In the order of ids. */
  constructor(credentials: readonly Credential[]) {
    this.#credentials = credentials
    for (const credential of credentials) {
      const accessKeyId = credential.use?.accessKeyId || credential.issue?.mint.accessKeyId || ''
      const askers = this.#byKey.get(accessKeyId)
      if (askers === undefined) this.#byKey.set(accessKeyId, { first: credential, byPrincipal: null })
      else askers.byPrincipal = addAsker(askers, credential)
    }
  }

  idOf(child: Credential): string | null {
    const asking = child.issue ?? child.besides
    if (asking === null) return null
    const { parentAccessKeyId, parentPrincipalId, parentIssuedAt } = asking.mint
    if (parentAccessKeyId !== null) return firstAsker(this.#byKey.get(parentAccessKeyId), parentPrincipalId)?.id ?? null
    if (parentIssuedAt === null) return this.#namedAlone(parentPrincipalId, child)?.id ?? null
    this.#byMoment ??= byMomentOf(this.#credentials)
    return this.#byMoment.get(`${parentPrincipalId} ${parentIssuedAt}`)?.id ?? null
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
    if (use?.sessionIssuedAt) entryOf(byMoment, `${use.principalId} ${use.sessionIssuedAt}`, () => credential)
  }
  return byMoment
}

function byNameOf(credentials: readonly Credential[]): ReadonlyMap<string, readonly Credential[]> {
  const byName = new Map<string, Credential[]>()
  for (const credential of credentials) entryOf(byName, principalIdOf(credential), none).push(credential)
  return byName
}

/** The first of the credentials with one key id, in the order of ids: of all, and of each principal; '' where none is known. */
interface Askers {
  readonly first: Credential
  /** null: the first is all there are, as of nearly every key. */
  byPrincipal: Map<string, Credential> | null
}

function addAsker({ first, byPrincipal }: Askers, credential: Credential): Map<string, Credential> {
  const asking = byPrincipal ?? new Map<string, Credential>().set(principalIdOf(first), first)
  const principalId = principalIdOf(credential)
  if (!asking.has(principalId)) asking.set(principalId, credential)
  return asking
}

function firstAsker(askers: Askers | undefined, principalId: string | null): Credential | undefined {
  if (askers === undefined || principalId === null) return askers?.first
  const own = askerOf(askers, principalId)
  const unknown = askerOf(askers, '')
  if (own === undefined || unknown === undefined) return own ?? unknown
  return compareTexts(own.id, unknown.id) <= 0 ? own : unknown
}

function askerOf({ first, byPrincipal }: Askers, principalId: string): Credential | undefined {
  if (byPrincipal !== null) return byPrincipal.get(principalId)
  return principalIdOf(first) === principalId ? first : undefined
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
