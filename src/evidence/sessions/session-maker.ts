import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { entryOf } from '../facts/tallies.js'
import { compareTexts, isoOf } from '../facts/texts.js'
import type { Actor, EventMark, KeyFacts, Mint, Tally, TrailFacts } from '../facts/trail-facts.js'
import { actorOfArn } from './actor-of-arn.js'
import type { Credential } from './credentials-in.js'
import { endedKeys } from './ended-keys.js'
import { issueToleranceMs } from './key-issues.js'
import type { Session, SessionKind } from './session.js'
import { inferredParent, kindOfMint, kindOfUse } from './session-kind.js'
import { type SignIn, signIns } from './sign-ins.js'

/** Where a credential came from, as far as is known. */
type Origin = Pick<
  Session,
  | 'kind'
  | 'issuedBy'
  | 'issuedEventId'
  | 'issuedAt'
  | 'parent'
  | 'parentKey'
  | 'parentAccessKeyId'
  | 'isParentInferred'
  | 'external'
  | 'unresolved'
>

/** Says what the facts tell of one credential. Its parent session is for whoever knows all of them. */
export class SessionMaker {
  readonly #facts: TrailFacts
  readonly #ended: ReadonlyMap<string, string>
  readonly #signIns = new Map<string, SignIn[]>()

  constructor(facts: TrailFacts) {
    this.#facts = facts
    this.#ended = endedKeys(facts)
    for (const signIn of signIns(facts)) entryOf(this.#signIns, signIn.actorKey, none).push(signIn)
  }

  /** Written out: parts that are spread into one another take three times as long, and there are thousands. */
  sessionOf({ id, issue, besides, use, useInScope }: Credential, parentId: string | null): Session {
    const mint = issue?.mint ?? null
    const near = besides?.mint ?? null
    const principal = this.#principalOf(use, mint)
    const accessKeyId = use?.accessKeyId || mint?.accessKeyId || ''
    const origin =
      mint === null && near !== null ? this.#originBesides(near, principal) : this.#originOf(use, mint, principal)
    return {
      id,
      parentId,
      accessKeyId,
      isKeyInferred: use !== null && use.accessKeyId === '' && accessKeyId !== '',
      principalId: use?.principalId || mint?.assumedRoleId || principal.uniqueId || '',
      principal: textOf(principal),
      principalKey: principal.key,
      sessionName: use?.sessionName || mint?.sessionName || '',
      kind: origin.kind,
      issuedBy: origin.issuedBy,
      issuedEventId: origin.issuedEventId,
      issuedAt: origin.issuedAt,
      parent: origin.parent,
      parentKey: origin.parentKey,
      parentAccessKeyId: origin.parentAccessKeyId,
      isParentInferred: origin.isParentInferred,
      external: origin.external,
      unresolved: origin.unresolved,
      invokedBy: use?.invokedBy ?? mint?.invokedBy ?? null,
      provider: (mint ?? near)?.provider ?? use?.identityProvider ?? null,
      sourceIdentity: use?.sourceIdentity ?? mint?.sourceIdentity ?? null,
      expiresAt: mint?.expiresAt ?? null,
      endedAt: this.#ended.get(accessKeyId) ?? null,
      firstSeen: useInScope === null ? null : isoOf(useInScope.firstSeenMs),
      lastSeen: useInScope === null ? null : isoOf(useInScope.lastSeenMs),
      calls: useInScope === null ? 0 : useInScope.ok + useInScope.failed,
      errors: useInScope?.failed ?? 0,
      sourceIps: sortedNames(useInScope?.byIp),
      userAgents: sortedNames(useInScope?.agents),
      eventIds: idsOf((issue ?? besides)?.all ?? [], useInScope?.eventIds ?? []),
    }
  }

  /** A sign-in to the console lives on in a browser, also where no call of it was seen. */
  signInSession({ actorKey, event }: SignIn): Session {
    const principal = this.#actor(actorKey)
    const { eventId, eventTime, actor, sourceIp, userAgent } = event
    return {
      id: ` ${actorKey} ${eventId}`,
      parentId: null,
      accessKeyId: '',
      isKeyInferred: false,
      principalId: actor.principalId ?? '',
      principal: principal === null ? actorKey : textOf(principal),
      principalKey: actorKey,
      sessionName: '',
      ...unknownOrigin('console', eventTime),
      issuedBy: event.eventName,
      issuedEventId: eventId,
      invokedBy: null,
      provider: null,
      sourceIdentity: null,
      expiresAt: null,
      endedAt: null,
      firstSeen: null,
      lastSeen: null,
      calls: 0,
      errors: 0,
      sourceIps: sourceIp === undefined ? [] : [sourceIp],
      userAgents: userAgent === undefined ? [] : [userAgent],
      eventIds: [eventId],
    }
  }

  /** The actor of its calls, or whom it was issued for. */
  #principalOf(use: KeyFacts | null, mint: Mint | null): Actor {
    const caller = use && this.#actor(use.actorKey)
    if (caller !== null) return this.#actor(caller.key) ?? caller
    const issuedFor = mint === null ? null : issuedForArn(mint)
    const actor = issuedFor === null ? null : actorOfArn(issuedFor)
    if (actor !== null) return this.#actor(actor.key) ?? actor
    const name = issuedFor || mint?.assumedRoleId || use?.principalId || ''
    return { key: `unknown::${name}`, type: 'unknown', arn: '', name, accountId: '', uniqueId: null, issuerArn: null }
  }

  #originOf(use: KeyFacts | null, mint: Mint | null, principal: Actor): Origin {
    if (mint !== null) return this.#originByMint(mint, principal)
    return use === null ? unknownOrigin('other', null) : this.#originByUse(use, principal)
  }

  #originByMint(mint: Mint, principal: Actor): Origin {
    const parent = this.#actor(mint.actorKey)
    const isForeign = parent?.type === 'account'
    const isOfOthers = parent !== null && parent.accountId !== '' && parent.accountId !== principal.accountId
    return {
      kind: kindOfMint(mint),
      issuedBy: mint.eventName,
      issuedEventId: mint.eventId,
      issuedAt: isoOf(mint.atMs),
      parent: parentText(mint, parent),
      parentKey: mint.actorKey,
      parentAccessKeyId: mint.parentAccessKeyId,
      isParentInferred: false,
      external: isForeign || (isOfOthers && principal.accountId !== ''),
      unresolved: isForeign,
    }
  }

  /** The record is of another key of the session: who asked for that one is behind this one, too. */
  #originBesides(near: Mint, principal: Actor): Origin {
    return { ...this.#originByMint(near, principal), isParentInferred: true }
  }

  #originByUse(use: KeyFacts, principal: Actor): Origin {
    const signIn = this.#signInOf(use, principal)
    const kind = kindOfUse(use, principal, signIn !== null)
    const issuedAt = use.sessionIssuedAt
    if (kind === 'console' && signIn !== null) {
      return { ...unknownOrigin(kind, issuedAt), issuedBy: 'ConsoleLogin', issuedEventId: signIn.eventId }
    }
    if (kind === 'role' && signIn !== null) return signedInAsRole(use, signIn)
    const parent = inferredParent(kind, use) ?? (kind === 'federationToken' ? principal.issuerArn : null)
    return { ...unknownOrigin(kind, issuedAt), parent, isParentInferred: parent !== null }
  }

  /** The console's credentials bear the moment of the sign-in. */
  #signInOf({ sessionIssuedAt }: KeyFacts, principal: Actor): CloudTrailEvent | null {
    if (sessionIssuedAt === null) return null
    const issuedMs = Date.parse(sessionIssuedAt)
    const near = this.#signIns.get(principal.key)?.find(({ atMs }) => Math.abs(atMs - issuedMs) <= issueToleranceMs)
    return near?.event ?? null
  }

  #actor(key: string): Actor | null {
    return (this.#facts.scope.actors.get(key) ?? this.#facts.baseline.actors.get(key))?.actor ?? null
  }
}

function none(): SignIn[] {
  return []
}

function unknownOrigin(kind: SessionKind, issuedAt: string | null): Origin {
  return {
    kind,
    issuedBy: null,
    issuedEventId: null,
    issuedAt,
    parent: null,
    parentKey: null,
    parentAccessKeyId: null,
    isParentInferred: false,
    external: false,
    unresolved: false,
  }
}

/** Federation names the session after whoever signed in. */
function signedInAsRole({ sessionIssuedAt, sessionName }: KeyFacts, { eventId, additionalEventData }: CloudTrailEvent) {
  const provider = additionalEventData?.SamlProviderArn
  const kind = typeof provider === 'string' ? ('saml' as const) : ('console' as const)
  const parent = sessionName || (typeof provider === 'string' ? provider : null)
  const origin = unknownOrigin(kind, sessionIssuedAt)
  return { ...origin, issuedBy: 'ConsoleLogin', issuedEventId: eventId, parent, isParentInferred: parent !== null }
}

/** How an actor is named where people read: by its ARN where it has one. */
function textOf({ arn, name, key }: Actor): string {
  return arn || name || key
}

/** A certificate or a token calls without being anybody: its provider says more. */
function parentText({ kind, provider, actorKey }: Mint, parent: Actor | null): string {
  if (provider !== null && (kind === 'rolesAnywhere' || parent === null || textOf(parent) === parent.key))
    return provider
  return parent === null ? actorKey : textOf(parent)
}

/** GetFederationToken's credentials act as the federated user, whose name stands for the session's. */
function issuedForArn({ kind, ofArn, sessionName }: Mint): string {
  if (kind !== 'federationToken' || sessionName === '') return ofArn
  const [, partition, , , accountId] = ofArn.split(':')
  return accountId === undefined ? ofArn : `arn:${partition}:sts::${accountId}:federated-user/${sessionName}`
}

function sortedNames(names: ReadonlyMap<string, Tally> | undefined): readonly string[] {
  if (names === undefined) return []
  const all = [...names.keys()]
  return all.length > 1 ? all.sort(compareTexts) : all
}

/** Each once: forged records may be of a credential that issued itself. */
function idsOf(issues: readonly EventMark[], uses: readonly EventMark[]): string[] {
  if (issues.length === 0) return uses.map(eventIdOf)
  const ids = issues.map(eventIdOf)
  const only = ids.length === 1 ? ids[0] : undefined
  if (only === undefined) return [...new Set([...ids, ...uses.map(eventIdOf)])]
  uses.forEach(({ eventId }) => {
    if (eventId !== only) ids.push(eventId)
  })
  return ids
}

function eventIdOf({ eventId }: EventMark): string {
  return eventId
}
