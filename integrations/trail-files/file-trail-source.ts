import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import type { TrailEstimate, TrailQuery, TrailSource } from '../../src/ports.js'
import { FileCoverage, timeMsOf } from './file-coverage.js'
import { type FileProblem, type ListedFile, listTrailFiles } from './list-trail-files.js'
import { readTrailFile } from './read-trail-file.js'
import { SkipCounts } from './skip-counts.js'

type ReadOptions = Parameters<TrailSource['read']>[2]

/**
 * CloudTrail records in files and folders on this machine: see `listTrailFiles` for which, `readTextBytes` and
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
    this.name = `files (${paths.join(', ')})`
    this.#paths = paths
  }

  /** How much is in a zipped file is known once it was read. */
  async estimate(_query: TrailQuery): Promise<TrailEstimate | null> {
    return null
  }

  async read(
    query: TrailQuery,
    take: (records: readonly TrailRecord[]) => void,
    options: ReadOptions,
  ): Promise<EvidenceSource> {
    const { files, problems } = await listTrailFiles(this.#paths)
    const reading: Reading = {
      skipped: new SkipCounts(),
      coverage: new FileCoverage(),
      problems: [...problems],
      others: [],
      filesRead: 0,
      records: 0,
    }
    const isAskedFor = narrowed(query)
    const handOver = (records: readonly TrailRecord[]) => {
      const asked = records.filter((record) => {
        const atMs = timeMsOf(record)
        if (!isAskedFor(record, atMs)) return false
        reading.coverage.add(record, atMs)
        return true
      })
      reading.records += asked.length
      if (asked.length > 0) take(asked)
    }
    for (const file of files) {
      if (options.signal.aborted) break
      await readOne(file, handOver, reading, options.signal)
      options.onProgress(reading.filesRead, reading.records)
    }
    return this.#describe(reading, files.length, options.signal.aborted)
  }

  #describe(reading: Reading, files: number, isAborted: boolean): EvidenceSource {
    const { skipped, coverage, problems, others, filesRead, records } = reading
    const unread = files - filesRead
    const gaps = [
      ...problems.map(({ path, reason }) => `${path} ${reason}`),
      ...(unread > 0 ? [`${unread} of ${files} files were not read: reading was stopped`] : []),
    ]
    const details = [
      ...gaps.slice(0, maxProblemsTold),
      ...(gaps.length > maxProblemsTold ? [`${gaps.length - maxProblemsTold} more such files`] : []),
      ...skipped.entries().map(([reason, count]) => `skipped ${count}: ${reason}`),
      ...(others.length > 0 ? [`no logs: ${others.slice(0, maxProblemsTold).join(', ')}`] : []),
    ]
    return {
      name: this.name,
      status: isAborted || gaps.length > 0 ? (records === 0 ? 'failed' : 'truncated') : records === 0 ? 'empty' : 'ok',
      requests: filesRead,
      events: records,
      skipped: skipped.total,
      coverage: coverage.describe(gaps),
      ...(details.length > 0 ? { detail: details.join('; ') } : {}),
    }
  }
}

interface Reading {
  readonly skipped: SkipCounts
  readonly coverage: FileCoverage
  readonly problems: FileProblem[]
  /** Files of a folder that are no logs, and do not look like any by their name. */
  readonly others: string[]
  filesRead: number
  records: number
}

const maxProblemsTold = 10

/** A licence or a picture beside the logs is no gap in them; a log whose first byte is damaged is. */
const logName = /\.(json|jsonl|ndjson|log|gz)$/i

async function readOne(
  { path, isNamed }: ListedFile,
  take: (records: readonly TrailRecord[]) => void,
  reading: Reading,
  signal: AbortSignal,
): Promise<void> {
  const { problem, isJson } = await readTrailFile(path, take, reading.skipped, signal)
  reading.filesRead += 1
  if (problem === null) return
  if (!isJson && (isNamed || logName.test(path))) reading.skipped.add('a file that is not JSON in UTF-8')
  if (isJson || isNamed || logName.test(path)) reading.problems.push({ path, reason: problem })
  else reading.others.push(path)
}

function narrowed({ from, to, regions }: TrailQuery): (record: TrailRecord, atMs: number | null) => boolean {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return ({ awsRegion }, atMs) => {
    if (regions.length > 0 && typeof awsRegion === 'string' && !regions.includes(awsRegion)) return false
    return atMs === null || (atMs >= fromMs && atMs <= toMs)
  }
}
