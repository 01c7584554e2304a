import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { eventTimeMs } from '../../../src/evidence/facts/event-time.js'
import { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../../src/evidence/facts/trail-facts.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import { loadSigmaRules } from '../../../src/evidence/sigma/load-sigma-rules.js'
import { FileCoverage, timeMsOf } from '../file-coverage.js'
import { type FileOutcome, narrowed } from '../file-reading.js'
import { SkipCounts } from '../skip-counts.js'
import { piecesOf } from './facts-pieces.js'
import { IndexWriter } from './index-writer.js'
import { readFast } from './read-fast.js'
import { SharedIdSet } from './shared-id-set.js'
import { SigmaTally } from './sigma-tally.js'
import type { ScanJob, ScanRest } from './thread-protocol.js'

export interface ScanningPlace {
  readonly signal: AbortSignal
  /** True in a thread of its own: see `FastReading`. */
  readonly isBlocking: boolean
}

/** What one thread does of a scan: reads files, one at a time, and gathers what all threads together have not seen before. */
export class FileScanner {
  readonly #gatherer: FactsGatherer
  readonly #ids: SharedIdSet
  /** null where there are no rules to ask. */
  readonly #sigma: SigmaTally | null
  readonly #index: IndexWriter | null
  readonly #isAskedFor: ReturnType<typeof narrowed>
  readonly #refused = new SkipCounts()
  readonly #scope: ScanJob['window']['scope']
  readonly #place: ScanningPlace
  #duplicates = 0
  #pieces: Generator<TrailFacts> | null = null

  constructor({ window, asked, sigma, ids, index }: ScanJob, place: ScanningPlace) {
    this.#gatherer = new FactsGatherer(window)
    this.#ids = new SharedIdSet(ids)
    const { rules } = loadSigmaRules(sigma.texts, { placeholders: sigma.placeholders })
    this.#sigma = rules.length === 0 ? null : new SigmaTally(rules)
    this.#index = index === null ? null : new IndexWriter(index.folder, index.name)
    this.#isAskedFor = narrowed(asked)
    this.#scope = window.scope
    this.#place = place
  }

  async read(path: string): Promise<FileOutcome> {
    const covered = new FileCoverage()
    const skipped = new SkipCounts()
    let records = 0
    const take = (record: TrailRecord) => {
      if (this.#take(record, covered)) records += 1
    }
    const { problem, isJson } = await readFast(path, { ...this.#place, take, skipped })
    return { problem, isJson, records, skipped: skipped.entries(), covered: covered.parts() }
  }

  nextFacts(): TrailFacts | null {
    this.#pieces ??= piecesOf(this.#gatherer.facts())
    return this.#pieces.next().value ?? null
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
    if (normalised.ok) this.#index?.add(normalised.event)
    if (!this.#isAskedFor(record, atMs)) return false
    covered.add(record, atMs)
    if (!normalised.ok) this.#refused.add(normalised.reason)
    else if (!this.#ids.add(normalised.event.eventId)) this.#duplicates += 1
    else this.#gather(record, normalised.event)
    return true
  }

  #gather(record: TrailRecord, event: Parameters<FactsGatherer['add']>[0]): void {
    this.#gatherer.add(event)
    if (this.#sigma === null) return
    const atMs = eventTimeMs(event.eventTime)
    if (atMs >= this.#scope.fromMs && atMs <= this.#scope.toMs) this.#sigma.ask(record, event, atMs)
  }
}
