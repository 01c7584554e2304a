import { FileCoverage, timeMsOf } from '../../../integrations/trail-files/file-coverage.js'
import { type FileOutcome, FileReading, nameOfFiles, narrowed } from '../../../integrations/trail-files/file-reading.js'
import { listTrailFiles } from '../../../integrations/trail-files/list-trail-files.js'
import { SkipCounts } from '../../../integrations/trail-files/skip-counts.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'
import type { TrailEstimate, TrailQuery, TrailSource } from '../../../src/ports.js'
import { readTrailFile } from './read-trail-file.js'

type ReadOptions = Parameters<TrailSource['read']>[2]
type Take = (records: readonly TrailRecord[]) => void

/**
 * What a scan by several threads has to come to, read plainly. CloudTrail records in files and folders on this machine: see `listTrailFiles` for which, `readTextBytes` and
 * `unwrapRecords` for what in them is read. Files are read one after the other, in the order of their paths, and memory
 * stays that of one record. `requests` counts files, and the query's limit of requests does not hold here: nobody else
 * shares a disk's quota, and a log of a day is thousands of files.
 *
 * The query narrows by time and Region; records whose time cannot be read are handed over, so that whoever reads them
 * counts them. Duplicates are handed over as well: see `EventIdSet`.
 */
export class FileTrailSource implements TrailSource {
  readonly name: string
  readonly #paths: readonly string[]

  constructor(paths: readonly string[]) {
    this.name = nameOfFiles(paths)
    this.#paths = paths
  }

  /** How much is in a zipped file is known once it was read. */
  async estimate(_query: TrailQuery): Promise<TrailEstimate | null> {
    return null
  }

  async read(query: TrailQuery, take: Take, { signal, onProgress }: ReadOptions): Promise<EvidenceSource> {
    const { files, problems } = await listTrailFiles(this.#paths)
    const reading = new FileReading(problems)
    for (const file of files) {
      if (signal.aborted) break
      reading.add(file, await readOne(file.path, query, take, signal))
      onProgress(reading.filesRead, reading.records)
    }
    return reading.describe(this.name, files.length, signal.aborted)
  }
}

async function readOne(path: string, query: TrailQuery, take: Take, signal: AbortSignal): Promise<FileOutcome> {
  const isAskedFor = narrowed(query)
  const coverage = new FileCoverage()
  const skipped = new SkipCounts()
  let taken = 0
  const handOver: Take = (records) => {
    const asked = records.filter((record) => {
      const atMs = timeMsOf(record)
      if (!isAskedFor(record, atMs)) return false
      coverage.add(record, atMs)
      return true
    })
    taken += asked.length
    if (asked.length > 0) take(asked)
  }
  const { problem, isJson } = await readTrailFile(path, handOver, skipped, signal)
  return { problem, isJson, records: taken, skipped: skipped.entries(), covered: coverage.parts() }
}
