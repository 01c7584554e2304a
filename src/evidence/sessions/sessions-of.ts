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
  const parents = parentsAmong(credentials)
  const byId = new Map(credentials.map((credential) => [credential.id, credential]))
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
  const used = new Set(sessions.map(({ issuedEventId }) => issuedEventId))
  return signInsIn(scope).filter(({ actorKey, event }) => !used.has(event.eventId) && !actorKey.startsWith('role:'))
}

function countsForScope({ issue, useInScope }: Credential, { scope }: TrailFacts): boolean {
  if (useInScope !== null) return true
  if (issue === null) return false
  const { expiresAt } = issue.mint
  return issue.mint.atMs >= scope.firstSeenMs || (expiresAt !== null && Date.parse(expiresAt) > scope.firstSeenMs)
}

/**
 * A caller is told by its key id and principal; without a key id by the moment at which its own session was issued; where another
 * account's record has lost that, too, by the name of its session, if there is but one of that name.
 */
function parentsAmong(credentials: readonly Credential[]): { idOf(child: Credential): string | null } {
  const byKey = new Map<string, Askers>()
  const byMoment = new Map<string, Credential>()
  const byName = new Map<string, Credential[]>()
  for (const credential of credentials) {
    const { issue, use } = credential
    const accessKeyId = use?.accessKeyId || issue?.mint.accessKeyId || ''
    addAsker(
      entryOf(byKey, accessKeyId, () => ({ first: credential, byPrincipal: new Map() })),
      credential,
    )
    entryOf(byName, principalIdOf(credential), none).push(credential)
    if (use?.sessionIssuedAt) entryOf(byMoment, `${use.principalId} ${use.sessionIssuedAt}`, () => credential)
  }
  return {
    idOf(child) {
      const asking = child.issue ?? child.besides
      if (asking === null) return null
      const { parentAccessKeyId, parentPrincipalId, parentIssuedAt } = asking.mint
      if (parentAccessKeyId === null && parentIssuedAt === null) {
        const alike = parentPrincipalId?.includes(':') === true ? (byName.get(parentPrincipalId) ?? []) : []
        // Two besides the child are too many already.
        const named = alike.slice(0, 3).filter((parent) => parent !== child)
        return named.length === 1 ? (named[0]?.id ?? null) : null
      }
      if (parentAccessKeyId === null) return byMoment.get(`${parentPrincipalId} ${parentIssuedAt}`)?.id ?? null
      return firstAsker(byKey.get(parentAccessKeyId), parentPrincipalId)?.id ?? null
    },
  }
}

/** The first of the credentials with one key id, in the order of ids: of all, and of each principal; '' where none is known. */
interface Askers {
  readonly first: Credential
  readonly byPrincipal: Map<string, Credential>
}

function addAsker({ byPrincipal }: Askers, credential: Credential): void {
  entryOf(byPrincipal, principalIdOf(credential), () => credential)
}

function firstAsker(askers: Askers | undefined, principalId: string | null): Credential | undefined {
  if (askers === undefined || principalId === null) return askers?.first
  const [own, unknown] = [askers.byPrincipal.get(principalId), askers.byPrincipal.get('')]
  if (own === undefined || unknown === undefined) return own ?? unknown
  return compareTexts(own.id, unknown.id) <= 0 ? own : unknown
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
