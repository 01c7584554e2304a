import type { EvidenceSource } from '../../domain/evidence.js'
import type { TrailRecord } from '../../domain/trail-record.js'
import type { AwsAccount, TrailQuery } from '../../ports.js'
import type { HeardRecords } from './heard-records.js'

/** What of an account is asked. */
export type TrailsOfAccount = Pick<AwsAccount, 'accountId' | 'trails'>

export interface ChainAskerOptions {
  readonly home: TrailsOfAccount
  /** Another account that is served by this process; null: its records are not at hand. */
  readonly elsewhere: (accountId: string) => TrailsOfAccount | null
  readonly heard: HeardRecords
  /** How many requests there are for all of it; it may grow while others end with fewer than they may make. */
  readonly allowed: () => number
  readonly take: (records: readonly TrailRecord[]) => void
  readonly signal: AbortSignal
  readonly onProgress: (requests: number, records: number) => void
}

export type ChainQuestion = Omit<TrailQuery, 'maxRequests'> & { readonly maxRequests: number }

/** Asks the event histories of the accounts about one link of a chain after the other, within the requests that there are. */
export class ChainAsker {
  readonly #options: ChainAskerOptions
  #requests = 0
  #records = 0
  /** Of the last question about each role or user, by account and ARN. */
  readonly #statuses = new Map<string, EvidenceSource>()

  constructor(options: ChainAskerOptions) {
    this.#options = options
  }

  get requests(): number {
    return this.#requests
  }

  get records(): number {
    return this.#records
  }

  get isSpent(): boolean {
    return this.#requests >= this.#options.allowed()
  }

  isAtHand(accountId: string): boolean {
    return this.#accountOf(accountId) !== null
  }

  /** Regions of the account's history; none: they are not known yet. */
  regionsOf(accountId: string): readonly string[] {
    const history = this.#accountOf(accountId)?.trails[0]
    return history === undefined ? [] : (this.#options.heard.answerOf(history)?.coverage?.regions ?? [])
  }

  /** What the event history said of who asked for sessions of this role; null: it was not asked. */
  answerAbout(accountId: string, arn: string): EvidenceSource | null {
    return this.#statuses.get(nameOf(accountId, arn)) ?? null
  }

  /** The event history's answer; null: the account is not at hand, or no request is left. */
  async ask(accountId: string, question: ChainQuestion): Promise<EvidenceSource | null> {
    const history = this.#accountOf(accountId)?.trails[0]
    const left = this.#options.allowed() - this.#requests
    if (history === undefined || left <= 0 || this.#options.signal.aborted) return null
    const before = this.#requests
    const query = { ...question, maxRequests: Math.min(question.maxRequests, left) }
    const answer = await history.read(query, this.#take, {
      signal: this.#options.signal,
      onProgress: (requests) => this.#progress(before + requests),
    })
    this.#progress(before + answer.requests)
    if (question.principal !== null) this.#statuses.set(nameOf(accountId, question.principal.arn), answer)
    return answer
  }

  /**
   * The same of what else has records of the home account and has answered before: a source that has not is not waited for twice. Its
   * requests are no requests of the history, and do not count.
   */
  async askOthers(accountId: string, question: ChainQuestion): Promise<void> {
    const { home, heard, signal } = this.#options
    if (accountId !== home.accountId) return
    for (const source of home.trails.slice(1)) {
      const status = heard.answerOf(source)?.status
      if (signal.aborted || status === undefined || status === 'failed') continue
      await source.read(question, this.#take, { signal, onProgress: () => {} })
    }
  }

  readonly #take = (records: readonly TrailRecord[]): void => {
    this.#records += records.length
    this.#options.take(records)
  }

  #progress(requests: number): void {
    this.#requests = Math.max(this.#requests, requests)
    this.#options.onProgress(this.#requests, this.#records)
  }

  #accountOf(accountId: string): TrailsOfAccount | null {
    const { home, elsewhere } = this.#options
    return accountId === home.accountId ? home : elsewhere(accountId)
  }
}

function nameOf(accountId: string, arn: string): string {
  return `${accountId} ${arn.toLowerCase()}`
}
