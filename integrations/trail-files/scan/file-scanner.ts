import type { CloudTrailEvent } from '../../../src/domain/cloudtrail-event.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import { eventTimeMs } from '../../../src/evidence/facts/event-time.js'
import { handedOutBy } from '../../../src/evidence/facts/mint-of.js'
import { NotableScreen } from '../../../src/evidence/facts/notable-screen.js'
import { outcomeOf } from '../../../src/evidence/facts/outcome-of.js'
import { normaliseRecord } from '../../../src/evidence/record/normalise-record.js'
import type { SigmaTally } from '../../../src/evidence/sigma/sigma-tally.js'
import { FileCoverage, timeMsOf } from '../file-coverage.js'
import { type FileOutcome, narrowed } from '../file-reading.js'
import { SkipCounts } from '../skip-counts.js'
import { hasKernel, told } from './call-kernel.js'
import { RowWriter } from './call-rows.js'
import type { ReadBatch } from './gathering-queue.js'
import { IndexWriter } from './index-writer.js'
import { ListWalker } from './list-walker.js'
import type { ReadCall } from './read-call.js'
import { readFast } from './read-fast.js'
import { SharedIdSet } from './shared-id-set.js'
import type { ScanJob, ScanRest } from './thread-protocol.js'

export interface ScanningPlace {
  readonly signal: AbortSignal
  /** True in a thread of its own: see `FastReading`. */
  readonly isBlocking: boolean
}

/** So many calls are handed over at once: a few milliseconds of counting. */
const callsPerBatch = 4_096
/** And so many records that may be kept: each may be handed over as it stands. */
const keepablePerBatch = 256

/** What one thread does of a scan: reads files, one at a time, and hands on what all threads together have not seen before. */
export class FileScanner {
  readonly #rows = new RowWriter(callsPerBatch)
  readonly #screen: NotableScreen
  readonly #handOn: (batch: ReadBatch) => void
  readonly #ids: SharedIdSet
  /** null once they are loaded. */
  #rules: ScanJob['sigma'] | null
  /** null where there are no rules to ask, and before the first file is read. */
  #sigma: SigmaTally | null = null
  readonly #index: IndexWriter | null
  /** Made for the first file: a thread that reads in steps needs none. */
  #walker: ListWalker | null = null
  readonly #isAskedFor: ReturnType<typeof narrowed>
  readonly #refused = new SkipCounts()
  readonly #scope: ScanJob['window']['scope']
  readonly #place: ScanningPlace
  #duplicates = 0
  /** Records since the last batch that may be kept. */
  #keepable = 0

  /** `handOn` takes what was read: the last call of a file before `read` resolves, the last records before `finish` is over. */
  constructor({ window, asked, sigma, ids, index }: ScanJob, place: ScanningPlace, handOn: (batch: ReadBatch) => void) {
    this.#screen = new NotableScreen(window)
    this.#handOn = handOn
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
    const walker = this.#walkerIfAny()
    const counting = walker === null ? null : { walker, call }
    const { problem, isJson } = await readFast(path, { ...this.#place, take, skipped, counting })
    if (!this.#rows.isEmpty) this.#handOver()
    return { problem, isJson, records, skipped: skipped.entries(), covered: covered.parts() }
  }

  /** null where records are to be read whole: a rule may ask about any field of one. */
  #walkerIfAny(): ListWalker | null {
    if (this.#sigma !== null || !this.#place.isBlocking || !hasKernel) return null
    this.#walker ??= new ListWalker()
    return this.#walker
  }

  async #loadRules(): Promise<void> {
    const rules = this.#rules
    this.#rules = null
    if (rules !== null && rules.texts.length > 0) this.#sigma = await tallyOf(rules)
  }

  #isDue(): boolean {
    return this.#rows.isFull || this.#keepable === keepablePerBatch
  }

  #handOver(): void {
    this.#keepable = 0
    this.#handOn({ calls: this.#rows.take(), notable: this.#screen.takeSettled() })
  }

  /** Hands on what is left of the records that may be worth keeping whole. */
  finish(): ScanRest {
    this.#handOn({ calls: this.#rows.take(), notable: this.#screen.take() })
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

  /** The same of a call whose record was not read whole. */
  #takeCall(call: ReadCall, covered: FileCoverage): boolean {
    const { atMs, region } = call
    const place = region === undefined ? {} : { awsRegion: region }
    this.#index?.add(call, atMs, call.issuedKeyId)
    if (!this.#isAskedFor(place, atMs)) return false
    covered.add(place, atMs)
    if (!this.#isNew(call)) this.#duplicates += 1
    else this.#gatherCall(call)
    return true
  }

  #gatherCall(call: ReadCall): void {
    if (this.#isDue()) this.#handOver()
    const outcome = outcomeOf(call)
    this.#rows.addRead(call, outcome)
    const { atMs, notable } = call
    if (notable === null) return
    const { kind, name } = notable
    const ofCall = { kind, name, actorKey: call.actorKey, atMs, outcome }
    if (this.#screen.addRecord(call, ofCall)) this.#keepable += 1
  }

  #isNew(call: ReadCall): boolean {
    if (call.numberOf(told.isUuid) === 0) return this.#ids.add(call.eventId)
    return this.#ids.addFingerprint(call.numberOf(told.idLow), call.numberOf(told.idHigh))
  }

  #addToIndex(event: CloudTrailEvent): void {
    this.#index?.add(event, eventTimeMs(event.eventTime), event.issued?.accessKeyId ?? event.created?.accessKeyId)
  }

  #gather(record: TrailRecord, event: CloudTrailEvent): void {
    const atMs = eventTimeMs(event.eventTime)
    if (this.#isDue()) this.#handOver()
    this.#keepable += 1
    this.#rows.add(event, atMs, outcomeOf(event), handedOutBy(event))
    this.#screen.add(event, atMs)
    if (this.#sigma === null) return
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
