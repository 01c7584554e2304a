import type { EvidenceSource } from '../../domain/evidence.js'
import type { PrincipalIdentity } from '../../domain/principal-activity.js'
import type { Clock, TrailQuery, TrailSource } from '../../ports.js'
import type { TemporaryCredential } from '../sessions/giver-of.js'
import { ChainAsker, type TrailsOfAccount } from './chain-asker.js'
import { describeChain } from './describe-chain.js'
import { type ChainFound, findFirst, followBack, followBackElsewhere, nothingFound, sessionIn } from './follow-back.js'
import { followOnward } from './follow-onward.js'
import type { HeardRecords } from './heard-records.js'

export interface ChainTrailOptions {
  readonly home: TrailsOfAccount
  readonly elsewhere: (accountId: string) => TrailsOfAccount | null
  readonly heard: HeardRecords
  /** Sessions that somebody named, a finding say: they are followed first. */
  readonly named: readonly NamedSession[]
  /** Whom it is about where the question names no principal; asked once the event history has answered. */
  readonly accused?: () => Accused | null
  readonly clock: Clock
  /** How long everybody waits; null: until every source has answered. */
  readonly budgetMs: number | null
  /** Requests to event histories, those of the other lookups about this principal included. */
  readonly maxRequests: number
}

export interface NamedSession {
  readonly accessKeyId?: string | undefined
  readonly sessionName?: string | undefined
}

export interface Accused {
  readonly principal: PrincipalIdentity
  /** Its sessions that made calls: who asked for them is looked up as far as no source has told it. */
  readonly credentials: readonly TemporaryCredential[]
}

type Read = Parameters<TrailSource['read']>

export const CHAIN_SOURCE = 'CloudTrail LookupEvents: chain of sessions'
/** A share of all requests that the other lookups leave to this: they end when theirs are used up. */
export const requestsForChain = (maxRequests: number): number => Math.max(1, Math.floor(maxRequests / 4))
/** For telling where it stopped, before nobody waits any longer. */
const TELLING_MS = 1_500

/**
 * Who gave the sessions of the principal their credentials, back to the first, and what was done with those that they obtained: one
 * lookup after the other, since each tells whom to ask about next. It begins when the event history has answered, at half of the
 * time at the latest; and ends with the time or the requests, saying where it stopped. A source like any other: what it reads is kept.
 */
export class ChainTrail implements TrailSource {
  readonly name = CHAIN_SOURCE
  readonly #options: ChainTrailOptions

  constructor(options: ChainTrailOptions) {
    this.#options = options
  }

  async estimate(): Promise<null> {
    return null
  }

  async read(query: TrailQuery, take: Read[1], { signal, onProgress }: Read[2]): Promise<EvidenceSource> {
    const { budgetMs, home, elsewhere, heard } = this.#options
    const over = new AbortController()
    const stop = () => over.abort()
    signal.addEventListener('abort', stop)
    const late = this.#after(budgetMs === null ? null : Math.max(budgetMs * 0.8, budgetMs - TELLING_MS), over.signal)
    const asker = new ChainAsker({
      home,
      elsewhere,
      heard,
      allowed: () => this.#allowed(),
      take,
      signal: over.signal,
      onProgress,
    })
    const found = nothingFound()
    const done = await Promise.race([
      this.#follow(query, asker, found, over.signal).then(() => true),
      late.then(() => false),
    ])
    stop()
    signal.removeEventListener('abort', stop)
    if (!done) tellOpen(found)
    return describeChain(this.name, found, asker, query)
  }

  async #follow(query: TrailQuery, asker: ChainAsker, found: ChainFound, signal: AbortSignal): Promise<void> {
    const { budgetMs, home, heard, named, accused } = this.#options
    const [history, ...others] = home.trails
    if (history === undefined) return
    await Promise.race([heard.whenAnswered([history]), this.#after(budgetMs === null ? null : budgetMs / 2, signal)])
    const about = query.principal === null ? (accused?.() ?? null) : { principal: query.principal, credentials: [] }
    if (about === null) return
    const { principal, credentials } = about
    found.accountId = principal.accountId
    const following = { heard, asker, found }
    const known = () => weightiestFirst(heard.issuesOf(principal), named)
    const isRole = principal.type === 'role'
    const pending = isRole ? await findFirst(credentials, following) : []
    if (isRole) pending.push(...(await followBack(known(), principal.accountId, following)))
    if (signal.aborted) return
    found.stops.push(...(await followOnward(principal, query, following)))
    // Of what the history does not know the others may know more; they may take all of the time.
    if (isRole && found.hops.length === 0) {
      await heard.whenAnswered(others)
      pending.push(...(signal.aborted ? [] : await followBack(known(), principal.accountId, following)))
    }
    if (pending.length === 0) return
    found.open = pending.map(({ step }) => step.credential)
    await heard.whenAnswered(others)
    if (!signal.aborted) await followBackElsewhere(pending, following)
  }

  /** null: not before it is called off. */
  #after(ms: number | null, signal: AbortSignal): Promise<void> {
    if (ms !== null) return this.#options.clock.pause(ms, signal)
    return new Promise((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  /** While the history reads, its share; afterwards all that it has left. */
  #allowed(): number {
    const { home, heard, maxRequests } = this.#options
    const history = home.trails[0]
    const answer = history === undefined ? null : heard.answerOf(history)
    const share = requestsForChain(maxRequests)
    return answer === null ? share : Math.max(share, maxRequests - answer.requests)
  }
}

/** There was nothing to follow: such an answer has nothing to tell. */
export function followedNothing({ requests, status }: Pick<EvidenceSource, 'requests' | 'status'>): boolean {
  return requests === 0 && status !== 'truncated'
}

/** Issues of the sessions that are named, then the newest. */
function weightiestFirst<
  One extends {
    readonly issued?: { readonly accessKeyId: string; readonly sessionName?: string | undefined } | undefined
  },
>(issues: readonly One[], named: readonly NamedSession[]): One[] {
  const keys = new Set(named.map(({ accessKeyId }) => accessKeyId))
  const names = new Set(named.map(({ sessionName }) => sessionName))
  const weight = ({ issued }: One) =>
    (keys.has(issued?.accessKeyId) ? 2 : 0) +
    (issued?.sessionName !== undefined && names.has(issued.sessionName) ? 1 : 0)
  return [...issues].sort((a, b) => weight(b) - weight(a))
}

function tellOpen(found: ChainFound): void {
  const asked = found.open.slice(0, 3).map(sessionIn)
  found.stops.push(
    asked.length === 0
      ? 'The time was over before the chain was followed to its end.'
      : `The time was over while it was looked up who asked for ${asked.join(', ')}.`,
  )
}
