import { mkdir, rm } from 'node:fs/promises'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import { FactsGatherer } from '../../../src/evidence/facts/facts-gatherer.js'
import { isoOf } from '../../../src/evidence/facts/texts.js'
import type { TrailFacts } from '../../../src/evidence/facts/trail-facts.js'
import type { Placeholders } from '../../../src/evidence/sigma/expand-placeholders.js'
import { loadSigmaRules, type SigmaRules, type SigmaText } from '../../../src/evidence/sigma/load-sigma-rules.js'
import { type SigmaMatches, SigmaTally } from '../../../src/evidence/sigma/sigma-tally.js'
import { type FileOutcome, FileReading, nameOfFiles } from '../file-reading.js'
import { type ListedFile, listTrailFiles } from '../list-trail-files.js'
import { SkipCounts } from '../skip-counts.js'
import { breathe } from './breathe.js'
import { GatheringQueue } from './gathering-queue.js'
import { makeSharedIds } from './shared-id-set.js'
import { type PoolOptions, ThreadPool } from './thread-pool.js'
import type { ScanRest, ScanThread, ScanWindow, ThreadAnswer } from './thread-protocol.js'
import { makeSegmentFolder, publishIndex, stateOf } from './trail-index.js'

export interface ScanOptions extends PoolOptions, ScanWindow {
  /** Only these; an empty list, or none, is all. */
  readonly regions?: readonly string[]
  readonly sigmaTexts?: readonly SigmaText[]
  readonly placeholders?: Placeholders
  /** Where the side index goes that answers further questions (see `searchTrailFiles`); none is written without it. */
  readonly cacheFolder?: string
  readonly onProgress?: (files: number, records: number) => void
}

export interface ScanResult {
  /** Of different records in scope and baseline. */
  readonly facts: TrailFacts
  /** As `FileTrailSource` answers for the same files and the time from the baseline's start to the scope's end. */
  readonly report: EvidenceSource
  /** Of the records in scope. */
  readonly sigmaMatches: readonly SigmaMatches[]
  readonly sigmaRules: SigmaRules
  /** How many records were delivered more than once. */
  readonly duplicates: number
  /** Records that are no events, by reason, most frequent first. */
  readonly refused: readonly (readonly [reason: string, count: number])[]
}

/**
 * Reads CloudTrail files by several threads and gathers facts: the same as `FileTrailSource` with a `FactsGatherer` behind an
 * `EventIdSet`, in a fraction of the time, and without holding up the caller's event loop. Each thread reads one file
 * at a time; memory grows with facts and 8 to 24 bytes a record, not with the files: a thread hands over what it has
 * read as it goes, and calls are counted here, a few milliseconds at a time. Where two records say different
 * things under one event id, which CloudTrail never does, either of them may count. Throws `ScanThreadError` where a thread
 * died and `TooManyRecordsError`; whatever is wrong with files is in the report.
 */
export async function scanTrailFiles(paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const { files, problems } = await listTrailFiles(paths)
  const gatherer = new FactsGatherer({ scope: options.scope, baselineFromMs: options.baselineFromMs })
  const queue = new GatheringQueue(gatherer)
  const scan = await startScan(files, queue, options)
  const reading = new FileReading(problems)
  const outcomes: (FileOutcome | undefined)[] = []
  const rests: ScanRest[] = []
  const takeRest = async (thread: ScanThread) => {
    rests.push(await restOf(thread))
  }
  const seen = { files: 0, records: 0 }
  let isPublished = false
  try {
    const take = async (file: number, answer: ThreadAnswer) => {
      if (answer.kind !== 'scanned') return
      outcomes[file] = answer.outcome
      seen.files += 1
      seen.records += answer.outcome.records
      options.onProgress?.(seen.files, seen.records)
      await queue.shrink(mostWaiting)
    }
    await scan.pool.readAll(files, take, { isDue: () => seen.records > manyRecords, take: takeRest })
    files.forEach((file, place) => {
      const outcome = outcomes[place]
      if (outcome !== undefined) reading.add(file, outcome)
    })
    const isAborted = options.signal.aborted
    await queue.end()
    await scan.pool.collect(takeRest)
    await queue.end()
    const { segments, ...gathered } = await gather(rests, gatherer, options)
    if (options.cacheFolder !== undefined && scan.folder !== null && !isAborted) {
      await publishIndex(options.cacheFolder, { state: stateOf(files), folder: scan.folder, segments })
      isPublished = true
    }
    return { ...gathered, report: reading.describe(nameOfFiles(paths), files.length, isAborted) }
  } finally {
    await scan.pool.close()
    if (!isPublished && scan.folder !== null) await rm(scan.folder, { recursive: true, force: true })
  }
}

/** Batches: threads read on meanwhile. */
const mostWaiting = 4

/**
 * From then on one thread reads. Each takes about 30 MB, and by then facts take what a short scan leaves to others; it is hardly slower, since
 * counting, which is done in one place, takes about as long as reading does.
 */
const manyRecords = 750_000

/** Two read as fast as all that they read is counted in one place; each more takes 30 MB. */
const mostReading = 2

/** Of files as they lie there, which is gzip: of so few bytes no facts are made that leave no room. */
const shortBytes = 128 * 1024 * 1024

async function startScan(files: readonly ListedFile[], queue: GatheringQueue, options: ScanOptions) {
  const { scope, baselineFromMs, regions = [], sigmaTexts = [], placeholders = {}, cacheFolder } = options
  if (cacheFolder !== undefined) await mkdir(cacheFolder, { recursive: true })
  const folder = cacheFolder === undefined ? null : await makeSegmentFolder(cacheFolder)
  const logBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const ids = makeSharedIds(logBytes)
  const asked = { from: isoOf(Math.min(baselineFromMs, scope.fromMs)), to: isoOf(scope.toMs), regions }
  const pool = new ThreadPool(
    (thread) => ({
      kind: 'scan',
      window: { scope, baselineFromMs },
      asked,
      sigma: { texts: sigmaTexts, placeholders },
      ids,
      isShort: logBytes <= shortBytes,
      index: folder === null ? null : { folder, name: `${thread}` },
    }),
    files.length,
    { ...options, mostThreads: mostReading, handOn: (batch, thread) => queue.add(batch, thread) },
  )
  return { pool, folder }
}

async function gather(rests: readonly ScanRest[], gatherer: FactsGatherer, options: ScanOptions) {
  const sigmaRules = loadSigmaRules(options.sigmaTexts ?? [], { placeholders: options.placeholders ?? {} })
  const sigma = new SigmaTally(sigmaRules.rules)
  const refused = new SkipCounts()
  const segments: string[] = []
  let duplicates = 0
  for (const rest of rests) {
    sigma.merge(rest.matches)
    for (const [reason, count] of rest.refused) refused.add(reason, count)
    duplicates += rest.duplicates
    segments.push(...rest.segments)
  }
  return {
    facts: await factsOf(gatherer),
    sigmaMatches: sigma.matches(),
    sigmaRules,
    duplicates,
    refused: refused.entries(),
    segments,
  }
}

async function factsOf(gatherer: FactsGatherer): Promise<TrailFacts> {
  const steps = gatherer.factsInSteps()
  for (;;) {
    await breathe()
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

async function restOf(thread: ScanThread): Promise<ScanRest> {
  const answer = await thread.ask({ kind: 'finish' })
  if (answer.kind !== 'finished') throw new Error(`A thread answered ${answer.kind} at its end.`)
  return answer.rest
}
