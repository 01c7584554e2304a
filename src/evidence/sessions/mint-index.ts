import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { eventTimeMs } from '../facts/event-time.js'
import { mintOf } from '../facts/mint-of.js'
import { outcomeOf } from '../facts/outcome-of.js'
import { entryOf, isBefore } from '../facts/tallies.js'
import type { KeyFacts, Mint, TrailFacts } from '../facts/trail-facts.js'
import { actorOf } from '../record/actor-of.js'
import { issueToleranceMs, KeyIssues } from './key-issues.js'
import { MintSlots } from './session-slots.js'

/**
 * Finds the records of a credential's issue. A key id names its credential where the principal ids do not contradict; a use
 * without a key id, and an issue whose answer is missing, are told by principal and moment of issue.
 */
export class MintIndex {
  readonly #byKey = new Map<string, KeyIssues>()
  readonly #bySession = new MintSlots()
  readonly #byShared = new Map<string, Mint[]>()
  /** Of the issues that were asked for, by their first record and how many of its records count. */
  readonly #known = new Map<string, Issue | null>()
  readonly #near = new Map<string, readonly Mint[]>()

  /** Of these mints; and of records of the facts that say who asked for a credential, and not which. */
  constructor(facts: TrailFacts, mints: Iterable<Mint>) {
    for (const mint of mints) this.#index(mint)
    for (const { notable } of [facts.baseline, facts.scope]) {
      for (const event of notable) {
        const mint = unansweredMint(event)
        if (mint !== null) this.#index(mint)
      }
    }
  }

  /** The record of the issue that says most, beside it all that are of the same issue. */
  of(key: KeyFacts): Issue | null {
    return this.#issueOf(key.accessKeyId === '' ? this.#ofSession(key) : this.#ofKey(key))
  }

  /**
   * An issue of another credential of the very session: who signs in to the console by a provider is given one key by the record,
   * and calls with others. null where several callers asked for it at that moment.
   */
  besides(key: KeyFacts): Issue | null {
    const near = this.#nearSession(key)
    const first = near[0]
    if (first === undefined || near.some(({ actorKey }) => actorKey !== first.actorKey)) return null
    return this.#issueOf(near.filter(({ accessKeyId }) => accessKeyId === first.accessKeyId))
  }

  /** Issues of credentials by key id, each once. */
  eachIssue(look: (issue: Issue) => void): void {
    this.#byKey.forEach(({ all }, accessKeyId) => {
      if (accessKeyId === '') return
      for (const same of all) {
        const issue = this.#issueOf(same)
        if (issue !== null) look(issue)
      }
    })
  }

  #ofKey(key: KeyFacts): readonly Mint[] {
    const untilMs = key.firstSeenMs + issueToleranceMs
    const latest = this.#byKey.get(key.accessKeyId)?.latest(key.principalId, untilMs) ?? null
    if (latest !== null) return latest
    const near = this.#ofSession(key)
    return near.length === 0 ? near : near.filter(({ accessKeyId }) => accessKeyId === '')
  }

  #issueOf(found: readonly Mint[]): Issue | null {
    const first = found[0]
    if (first === undefined) return null
    // As nearly all are.
    if (found.length === 1 && first.sharedEventId === null) return { mint: first, all: found }
    const name = `${first.accessKeyId} ${first.eventId} ${found.length} ${found.at(-1)?.eventId}`
    return entryOf(this.#known, name, () => issueOf(found, this.#byShared))
  }

  /** Where several issues fit, the nearest: services assume the same role under one name many times a second. */
  #ofSession(key: KeyFacts): readonly Mint[] {
    const near = this.#nearSession(key)
    const first = near[0]
    return first === undefined ? near : near.filter(({ accessKeyId }) => accessKeyId === first.accessKeyId)
  }

  /** The nearest first; of very many the nearest few. */
  #nearSession(key: KeyFacts): readonly Mint[] {
    const { principalId, sessionName, sessionIssuedAt, actorKey } = key
    if (sessionIssuedAt === null || !this.#bySession.mayHave(key)) return []
    const issuedMs = eventTimeMs(sessionIssuedAt)
    const asked = JSON.stringify([principalId, sessionName, issuedMs, actorKey])
    return entryOf(this.#near, asked, () => {
      const distance = ({ atMs }: Mint) => Math.abs(atMs - issuedMs)
      return this.#bySession
        .of(key)
        .filter((mint) => distance(mint) <= issueToleranceMs)
        .sort((a, b) => distance(a) - distance(b) || (isBefore(a, b) ? -1 : 1))
        .slice(0, mostNear)
    })
  }

  #index(mint: Mint): void {
    const issues = this.#byKey.get(mint.accessKeyId)
    if (issues === undefined) this.#byKey.set(mint.accessKeyId, new KeyIssues(mint))
    else issues.add(mint)
    this.#bySession.add(mint)
    if (mint.sharedEventId !== null) entryOf(this.#byShared, mint.sharedEventId, noMints).push(mint)
  }
}

/** Far more than a service asks for in a moment. */
const mostNear = 200

export interface Issue {
  readonly mint: Mint
  /** All records of this issue, the one above too: with another account there are two. Oldest first. */
  readonly all: readonly Mint[]
}

function noMints(): Mint[] {
  return []
}

/** Of two accounts' records the caller's says whose key it was. */
function issueOf(found: readonly Mint[], byShared: ReadonlyMap<string, readonly Mint[]>): Issue | null {
  const shared = found.flatMap(({ sharedEventId }) =>
    sharedEventId === null ? [] : (byShared.get(sharedEventId) ?? []),
  )
  const all = [...new Set([...found, ...shared])].sort((a, b) => (isBefore(a, b) ? -1 : 1))
  const best = [...all].sort((a, b) => rankOf(a) - rankOf(b) || (isBefore(a, b) ? -1 : 1))[0]
  const named = found[0]
  if (best === undefined || named === undefined) return null
  return { mint: merged(named, best), all }
}

/** Who asked, as `best` says; what was issued, as the record with the answer says. */
function merged(named: Mint, best: Mint): Mint {
  return {
    ...best,
    accessKeyId: best.accessKeyId || named.accessKeyId,
    assumedRoleId: best.assumedRoleId ?? named.assumedRoleId,
    ofArn: best.ofArn || named.ofArn,
    sessionName: best.sessionName || named.sessionName,
    expiresAt: best.expiresAt ?? named.expiresAt,
    provider: best.provider ?? named.provider,
    sourceIdentity: best.sourceIdentity ?? named.sourceIdentity,
  }
}

function rankOf({ parentAccessKeyId, actorKey, provider }: Mint): number {
  if (parentAccessKeyId !== null) return 0
  if (actorKey.startsWith('account:')) return 3
  return actorKey.startsWith('service:') && provider === null ? 2 : 1
}

/** A role that was assumed by a record without an answer: who asked is known, the key is not. */
function unansweredMint(event: CloudTrailEvent): Mint | null {
  const { eventName, eventTime, eventId, issued, requestParameters } = event
  if (!eventName.startsWith('AssumeRole') || issued !== undefined || outcomeOf(event) !== 'ok') return null
  const { roleArn, roleSessionName } = requestParameters ?? {}
  if (typeof roleArn !== 'string' || typeof roleSessionName !== 'string') return null
  const answered = {
    ...event,
    issued: { kind: 'assumeRole', accessKeyId: '', roleArn, sessionName: roleSessionName } as const,
  }
  return mintOf(answered, { eventId, atMs: eventTimeMs(eventTime) }, actorOf(event).key)
}
