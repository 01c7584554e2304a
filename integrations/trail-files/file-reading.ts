import type { EvidenceSource } from '../../src/domain/evidence.js'
import type { TrailRecord } from '../../src/domain/trail-record.js'
import type { TrailQuery } from '../../src/ports.js'
import { type CoveredParts, FileCoverage } from './file-coverage.js'
import type { FileProblem, ListedFile } from './list-trail-files.js'
import { SkipCounts } from './skip-counts.js'

/** What reading one file came to. Plain data that passes between threads. */
export interface FileOutcome {
  /** In words that follow the file's name; null where the whole of it was read. */
  readonly problem: string | null
  /** False where its first bytes are no JSON in UTF-8: then nothing was handed on. */
  readonly isJson: boolean
  /** How many the query asked for. */
  readonly records: number
  readonly skipped: readonly (readonly [reason: string, count: number])[]
  readonly covered: CoveredParts
}

/** A licence or a picture beside the logs is no gap in them; a log whose first byte is damaged is. */
const logName = /\.(json|jsonl|ndjson|log|gz)$/i
const maxProblemsTold = 10
/** As `unwrapRecords` names it. A digest is a part of the trail that has no calls in it: nothing was passed over. */
const digestReason = 'a CloudTrail digest file'

/** What is said of files after they were read, by whatever number of threads: files are to be added in the order of their paths. */
export class FileReading {
  filesRead = 0
  records = 0
  #digests = 0
  readonly #skipped = new SkipCounts()
  readonly #coverage = new FileCoverage()
  readonly #problems: FileProblem[]
  /** Files of a folder that are no logs, and do not look like any by their name. */
  readonly #others: string[] = []

  constructor(problems: readonly FileProblem[]) {
    this.#problems = [...problems]
  }

  add({ path, isNamed }: ListedFile, { problem, isJson, records, skipped, covered }: FileOutcome): void {
    this.filesRead += 1
    this.records += records
    this.#coverage.merge(covered)
    for (const [reason, count] of skipped) {
      if (reason === digestReason) this.#digests += count
      else this.#skipped.add(reason, count)
    }
    if (problem === null) return
    const isLog = isNamed || logName.test(path)
    if (!isJson && isLog) this.#skipped.add('a file that is not JSON in UTF-8')
    if (isJson || isLog) this.#problems.push({ path, reason: problem })
    else this.#others.push(path)
  }

  describe(name: string, files: number, isAborted: boolean): EvidenceSource {
    const { filesRead, records } = this
    const unread = files - filesRead
    const gaps = [
      ...this.#problems.map(({ path, reason }) => `${path} ${reason}`),
      ...(unread > 0 ? [`${unread} of ${files} files were not read: reading was stopped`] : []),
    ]
    const details = [
      ...gaps.slice(0, maxProblemsTold),
      ...(gaps.length > maxProblemsTold ? [`${gaps.length - maxProblemsTold} more such files`] : []),
      ...this.#skipped.entries().map(([reason, count]) => `skipped ${count}: ${reason}`),
      ...(this.#digests > 0 ? [`${this.#digests} digest files of CloudTrail`] : []),
      ...(this.#others.length > 0 ? [`no logs: ${this.#others.slice(0, maxProblemsTold).join(', ')}`] : []),
    ]
    return {
      name,
      status: isAborted || gaps.length > 0 ? (records === 0 ? 'failed' : 'truncated') : records === 0 ? 'empty' : 'ok',
      requests: filesRead,
      events: records,
      skipped: this.#skipped.total,
      coverage: this.#coverage.describe(gaps),
      ...(details.length > 0 ? { detail: details.join('; ') } : {}),
    }
  }
}

export type Asked = Pick<TrailQuery, 'from' | 'to' | 'regions'>

/** Whether a query asks for a record. One whose time cannot be read is handed over, so that whoever reads it counts it. */
export function narrowed({ from, to, regions }: Asked): (record: TrailRecord, atMs: number | null) => boolean {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return ({ awsRegion }, atMs) => {
    if (regions.length > 0 && typeof awsRegion === 'string' && !regions.includes(awsRegion)) return false
    return atMs === null || (atMs >= fromMs && atMs <= toMs)
  }
}

export function nameOfFiles(paths: readonly string[]): string {
  return `files (${paths.join(', ')})`
}
