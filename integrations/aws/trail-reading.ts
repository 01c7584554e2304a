import { setImmediate as turn } from 'node:timers/promises'
import { AwsError } from '../../src/domain/aws-error.js'
import type { Json } from '../../src/domain/canonical-json.js'
import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import { EventIdSet } from '../../src/evidence/record/event-id-set.js'
import { timeOfRecord } from '../../src/evidence/record/record-time.js'
import { standInEventId } from '../../src/evidence/record/stand-in-event-id.js'
import { unwrapRecords } from '../../src/evidence/record/unwrap-records.js'
import type { TrailQuery, TrailSource } from '../../src/ports.js'

export type TakeRecords = Parameters<TrailSource['read']>[1]
export type ReadOptions = Parameters<TrailSource['read']>[2]

export interface TrailReadingOptions extends ReadOptions {
  readonly take: TakeRecords
  /** What is handed over, by itself; absent: what lies in the window, and what has no time that can be read. */
  readonly isWanted?: (record: TrailRecord) => boolean
}

export interface RecordText {
  readonly json: string
  /** Stands in where the record has none of its own. */
  readonly eventId?: string | undefined
}

const maxGapsTold = 10
/** A few milliseconds of work. */
const textsAtATime = 100
const charactersAtATime = 512 * 1024

/**
 * What one question to a source of AWS has read so far: hands records over once each, counts requests and what was no
 * record, keeps the gaps in words, and tells all of it at the end.
 */
export class TrailReading {
  readonly #query: TrailQuery
  readonly #options: TrailReadingOptions
  readonly #ids = new EventIdSet()
  readonly #skipped = new Map<string, number>()
  readonly #gaps: string[] = []
  /** Half of the query's requests while what they bring tells what else to ask for. */
  #limit: number
  #requests = 0
  #records = 0

  constructor(query: TrailQuery, options: TrailReadingOptions) {
    this.#query = query
    this.#options = options
    this.#limit = query.maxRequests
  }

  get requests(): number {
    return this.#requests
  }

  get records(): number {
    return this.#records
  }

  get isAborted(): boolean {
    return this.#options.signal.aborted
  }

  /** Why no request may be made beside the records, for a sentence. */
  get whyNoneBeside(): string {
    if (this.isAborted) return 'reading was stopped'
    return this.#isClosing ? 'the time was over' : 'no more requests may be made'
  }

  get #isClosing(): boolean {
    return this.#options.closing?.aborted === true
  }

  limitRequests(limit: number): void {
    this.#limit = Math.min(limit, this.#query.maxRequests)
  }

  /** Counts the request that is about to be made; false: it must not be, and why is told at the end. */
  readonly mayRequest = (): boolean => {
    if (this.isAborted) this.gap('reading was stopped')
    else if (this.#requests >= this.#limit) this.gap(`stopped after ${this.#requests} requests`)
    else {
      this.#requests += 1
      return true
    }
    return false
  }

  /** The same where what goes unread is told elsewhere; also no more once the time for it is over. */
  readonly mayRequestBeside = (): boolean => {
    if (this.isAborted || this.#isClosing || this.#requests >= this.#limit) return false
    this.#requests += 1
    return true
  }

  /** A request of a kind that no limit holds back: waiting for an answer that was paid for, or ending it. */
  countRequest(): void {
    this.#requests += 1
  }

  /** Records, or envelopes of records, as JSON texts: all that came together is handed over together. */
  addTexts(texts: readonly RecordText[]): readonly TrailRecord[] {
    return this.add(texts.flatMap((text) => this.#recordsIn(text)))
  }

  /**
   * The same of very many: a few at a time, with a turn for whatever else the process does in between. What comes together may
   * be tens of megabytes. Ends early where reading was stopped.
   */
  async addInTurns(jsons: Iterable<string>): Promise<void> {
    let texts: RecordText[] = []
    let characters = 0
    for (const json of jsons) {
      texts.push({ json })
      characters += json.length
      if (texts.length < textsAtATime && characters < charactersAtATime) continue
      this.addTexts(texts)
      texts = []
      characters = 0
      await turn()
      if (!this.isAborted) continue
      this.gap('reading was stopped')
      return
    }
    this.addTexts(texts)
  }

  /** Hands over those that are wanted and new, and answers with them. */
  add(records: readonly TrailRecord[]): readonly TrailRecord[] {
    const isWanted = this.#options.isWanted ?? ((record) => isInWindow(record, this.#query))
    const fresh = records.filter((record) => isWanted(record) && this.#ids.add(idOf(record)))
    this.#records += fresh.length
    if (fresh.length > 0) this.#options.take(fresh)
    return fresh
  }

  #recordsIn({ json, eventId }: RecordText): readonly TrailRecord[] {
    let parsed: Json
    try {
      parsed = JSON.parse(json)
    } catch {
      this.skip('text that is not JSON')
      return []
    }
    const { records, skipped } = unwrapRecords(parsed)
    for (const { reason, count } of skipped) this.skip(reason, count)
    const [only] = records
    const isNamed = eventId !== undefined && records.length === 1 && only !== undefined && !isText(only.eventID)
    return isNamed ? [{ ...only, eventID: eventId }] : records
  }

  progress(): void {
    this.#options.onProgress(this.#requests, this.#records)
  }

  skip(reason: string, count = 1): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + count)
  }

  /** What the source does not show, in words; the same words count once. */
  gap(words: string): void {
    if (!this.#gaps.includes(words)) this.#gaps.push(words)
  }

  /** A failure of one part of the source. Throws on what is no failure of AWS: that is a bug, and must not look like one. */
  fail(where: string, error: unknown): void {
    if (!(error instanceof AwsError)) throw error
    this.gap(`${where}: ${error.message}`)
  }

  /** `regions`: those that were asked. */
  describe(name: string, regions: readonly string[]): EvidenceSource {
    const gaps = this.#gaps
    const details = [
      ...gaps.slice(0, maxGapsTold),
      ...(gaps.length > maxGapsTold ? [`${gaps.length - maxGapsTold} more gaps`] : []),
      ...[...this.#skipped].map(([reason, count]) => `skipped ${count}: ${reason}`),
    ]
    const isWhole = gaps.length === 0
    const { from, to } = this.#query
    return {
      name,
      status: isWhole ? (this.#records === 0 ? 'empty' : 'ok') : this.#records === 0 ? 'failed' : 'truncated',
      requests: this.#requests,
      events: this.#records,
      skipped: [...this.#skipped.values()].reduce((sum, count) => sum + count, 0),
      coverage: { regions: [...regions], from, to, gaps: [...gaps] },
      ...(details.length > 0 ? { detail: details.join('; ') } : {}),
    }
  }
}

/** True where the record's time lies in the query's window, or cannot be read; and its Region is asked for. */
export function isInWindow(record: TrailRecord, { from, to, regions }: TrailQuery): boolean {
  const { awsRegion } = record
  if (regions.length > 0 && typeof awsRegion === 'string' && !regions.includes(awsRegion)) return false
  const time = timeOfRecord(record)
  if (time === null) return true
  const atMs = Date.parse(time)
  return atMs >= Date.parse(from) && atMs <= Date.parse(to)
}

function idOf(record: TrailRecord): string {
  return isText(record.eventID) ? record.eventID : standInEventId(record)
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}
