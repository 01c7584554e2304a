import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { eventTimeMs } from '../../../src/evidence/facts/event-time.js'
import { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../../src/evidence/facts/trail-facts.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import type { SigmaTally } from '../../../src/evidence/sigma/sigma-tally.js'
import { FileCoverage, timeMsOf } from '../file-coverage.js'
import { type FileOutcome, narrowed } from '../file-reading.js'
import { SkipCounts } from '../skip-counts.js'
import type { ReadCall } from './call-reader.js'
import { piecesOf } from './facts-pieces.js'
import { IndexWriter } from './index-writer.js'
import { ListWalker } from './list-walker.js'
import { readFast } from './read-fast.js'
import { SharedIdSet } from './shared-id-set.js'
import type { ScanJob, ScanRest } from './thread-protocol.js'

export interface ScanningPlace {
  readonly signal: AbortSignal
  /** True in a thread of its own: see `FastReading`. */
  readonly isBlocking: boolean
}

/** After so many records their facts are handed over: a thread holds those of no more, and the notable records. */
const recordsBetweenFacts = 8_192

/** What one thread does of a scan: reads files, one at a time, and gathers what all threads together have not seen before. */
export class FileScanner {
  readonly #gatherer: FactsGatherer
  readonly #ids: SharedIdSet
  /** null once they are loaded. */
  #rules: ScanJob['sigma'] | null
  /** null where there are no rules to ask, and before the first file is read. */
  #sigma: SigmaTally | null = null
  readonly #index: IndexWriter | null
  readonly #walker = new ListWalker()
  readonly #isAskedFor: ReturnType<typeof narrowed>
  readonly #refused = new SkipCounts()
  readonly #scope: ScanJob['window']['scope']
  readonly #place: ScanningPlace
  #duplicates = 0
  /** Records since facts were handed over. */
  #gathered = 0
  #pieces: Generator<TrailFacts> | null = null

  constructor({ window, asked, sigma, ids, index }: ScanJob, place: ScanningPlace) {
    this.#gatherer = new FactsGatherer(window)
    this.#ids = new SharedIdSet(ids)
    this.#rules = sigma
    this.#index = index === null ? null : new IndexWriter(index.folder, index.name)
    this.#isAskedFor = narrowed(asked)
    this.#scope = window.scope
    this.#place = place
  }

  async read(path: string): Promise<FileOutcome> {
    await this.#loadRules()
    const covered = new FileCoverage()
    const skipped = new SkipCounts()
    let records = 0
    const take = (record: TrailRecord) => {
      if (this.#take(record, covered)) records += 1
    }
    const call = (read: ReadCall) => {
      if (this.#takeCall(read, covered)) records += 1
    }
    // A rule may ask about any field of a record.
    const counting = this.#sigma === null ? { walker: this.#walker, call } : null
    const { problem, isJson } = await readFast(path, { ...this.#place, take, skipped, counting })
    return { problem, isJson, records, skipped: skipped.entries(), covered: covered.parts() }
  }

  async #loadRules(): Promise<void> {
    const rules = this.#rules
    this.#rules = null
    if (rules !== null && rules.texts.length > 0) this.#sigma = await tallyOf(rules)
  }

  /** Whether there is much to be handed over: `nextFacts` is to be asked before more is read. */
  get isFull(): boolean {
    return this.#gathered >= recordsBetweenFacts
  }

  /** Piece by piece what was gathered since the last time, the notable records with the last ones; null where that is all. */
  nextFacts(isLast: boolean): TrailFacts | null {
    this.#gathered = 0
    this.#pieces ??= piecesOf(isLast ? this.#gatherer.facts() : this.#gatherer.take())
    const { value } = this.#pieces.next()
    if (value === undefined) this.#pieces = null
    return value ?? null
  }

  finish(): ScanRest {
    return {
      duplicates: this.#duplicates,
      refused: this.#refused.entries(),
      matches: this.#sigma?.counts() ?? [],
      segments: this.#index?.end() ?? [],
    }
  }

  /** False where the record is not asked for. */
  #take(record: TrailRecord, covered: FileCoverage): boolean {
    const normalised = normaliseRecord(record)
    // A record with folded names is asked for whatever its time: so does `FileTrailSource`, which looks at it as it stands.
    const hasTime = normalised.ok && record.eventName !== undefined
    const atMs = hasTime ? eventTimeMs(normalised.event.eventTime) : timeMsOf(record)
    if (normalised.ok) this.#addToIndex(normalised.event)
    if (!this.#isAskedFor(record, atMs)) return false
    covered.add(record, atMs)
    if (!normalised.ok) this.#refused.add(normalised.reason)
    else if (!this.#ids.add(normalised.event.eventId)) this.#duplicates += 1
    else this.#gather(record, normalised.event)
    return true
  }

  /** The same of a call that is only counted. */
  #takeCall(call: ReadCall, covered: FileCoverage): boolean {
    const place = call.region === undefined ? {} : { awsRegion: call.region }
    this.#index?.add(call, call.atMs, undefined)
    if (!this.#isAskedFor(place, call.atMs)) return false
    covered.add(place, call.atMs)
    if (!this.#ids.add(call.eventId)) this.#duplicates += 1
    else {
      this.#gathered += 1
      this.#gatherer.count(call, call.atMs)
    }
    return true
  }

  #addToIndex(event: CloudTrailEvent): void {
    this.#index?.add(event, eventTimeMs(event.eventTime), event.issued?.accessKeyId ?? event.created?.accessKeyId)
  }

  #gather(record: TrailRecord, event: Parameters<FactsGatherer['add']>[0]): void {
    this.#gathered += 1
    this.#gatherer.add(event)
    if (this.#sigma === null) return
    const atMs = eventTimeMs(event.eventTime)
    if (atMs >= this.#scope.fromMs && atMs <= this.#scope.toMs) this.#sigma.ask(record, event, atMs)
  }
}

/** Loaded where there are rules alone: they take a thread longer to load than a small log takes to be read. */
async function tallyOf({ texts, placeholders }: ScanJob['sigma']): Promise<SigmaTally | null> {
  const { loadSigmaRules } = await import('../../../src/evidence/sigma/load-sigma-rules.js')
  const { SigmaTally } = await import('../../../src/evidence/sigma/sigma-tally.js')
  const { rules } = loadSigmaRules(texts, { placeholders })
  return rules.length === 0 ? null : new SigmaTally(rules)
}
