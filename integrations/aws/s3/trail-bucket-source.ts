import { AwsError } from '../../../src/domain/aws-error.js'
import type { DigestCoverage } from '../../../src/domain/digest-coverage.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { HashedLog } from '../../../src/evidence/digests/judge-digests.js'
import type { TrailEstimate, TrailQuery, TrailSource } from '../../../src/ports.js'
import { type ReadOptions, type TakeRecords, TrailReading } from '../trail-reading.js'
import { checkDigests, countDigestRequests, type DigestCheckOptions, type DigestKeySource } from './check-digests.js'
import { recordTexts } from './record-texts.js'
import { sha256InTurns } from './sha256-in-turns.js'
import { TrailBucket, type TrailBucketOptions } from './trail-bucket.js'
import { accountFolder, dayFolders, deliveredAtMs, regionOfFolder, type TrailLayout } from './trail-layout.js'

export interface TrailBucketSourceOptions extends TrailBucketOptions, Partial<TrailLayout> {
  /** Whose files are read; of a trail of an organization there are many. */
  readonly accountIds: readonly string[]
  /** Files read side by side. Default 8: more is memory, not speed, on two cores. */
  readonly concurrency?: number
  /** How long after a call its record may be delivered. AWS: about 5 minutes, and no promise. Default six hours. */
  readonly deliveryLagMs?: number
  /** Where CloudTrail's public keys can be had; absent: signatures of digest files are not checked. */
  readonly digestKeys?: DigestKeySource
}

const defaultDeliveryLagMs = 6 * 3_600_000
/** A file's name has the minute in which it was delivered: none in it is later, but for the clocks of two machines. */
const clockSkewMs = 5 * 60_000
const defaultConcurrency = 8
/** How long a file takes, by the way: a request and its unzipping. */
const fileMs = 60

/**
 * CloudTrail's log files in S3, all of the window and of the Regions that are asked for, newest first. Day folders hold
 * what was delivered on the day, so those after the window are listed as well, and files are chosen by the minute in their
 * names. Once they are read they are held against CloudTrail's digest files, by the very bytes that records came out of; the
 * answer's `digests` says what came of it. Credentials that end in the middle stop the reading: what was read by then is handed
 * over, and the source says that it is not whole. A principal narrows nothing here: a file has everybody's calls.
 */
export class S3TrailSource implements TrailSource {
  readonly name: string
  readonly #bucket: TrailBucket
  readonly #options: TrailBucketSourceOptions

  constructor(options: TrailBucketSourceOptions) {
    const { bucket, prefix = '' } = options
    this.name = `S3 (s3://${bucket}/${prefix})`
    this.#bucket = new TrailBucket(options)
    this.#options = options
  }

  /** Lists the files of the window and the digest files of it, and reads none. */
  async estimate(query: TrailQuery): Promise<TrailEstimate | null> {
    const reading = new TrailReading(query, { ...notRead, take: () => {} })
    try {
      const { keys } = await this.#find(query, reading)
      const digests = await countDigestRequests(this.#checkOptions(query, reading))
      const requests = reading.requests + keys.length + digests
      const durationMs = (requests * fileMs) / (this.#options.concurrency ?? defaultConcurrency)
      const isLong = keys.length > maxFilesOfOneMachine
      return {
        requests,
        durationMs,
        advice: isLong
          ? `${keys.length} files: Athena reads so many side by side (tourniquet evidence queries --for athena)`
          : null,
      }
    } catch (error) {
      if (error instanceof AwsError) return null
      throw error
    }
  }

  async read(query: TrailQuery, take: TakeRecords, options: ReadOptions): Promise<EvidenceSource> {
    const reading = new TrailReading(query, { ...options, take })
    const found: Found = { keys: [], regions: [] }
    let digests: DigestCoverage | null = null
    try {
      const { keys, regions } = await this.#find(query, reading)
      found.regions.push(...regions)
      found.keys.push(...keys)
      const read = await this.#readFiles(found.keys, reading)
      // Where no file could be read, there is nothing to vouch for: the gaps say so.
      if (read.logs.length > 0 || read.unread.size === 0) digests = await this.#check(read, query, reading)
    } catch (error) {
      reading.fail(this.#options.bucket, error)
    }
    const report = reading.describe(this.name, [...new Set(found.regions)].sort())
    return digests === null ? report : { ...report, digests }
  }

  close(): void {
    this.#bucket.close()
    this.#options.digestKeys?.close()
  }

  /** What was delivered and is gone is missing in the evidence, too. */
  async #check(read: ReadFiles, query: TrailQuery, reading: TrailReading): Promise<DigestCoverage> {
    const digests = await checkDigests(read, this.#checkOptions(query, reading))
    const { missing } = digests.files
    if (missing > 0) reading.gap(`${missing} log files that CloudTrail delivered are gone from the bucket`)
    return digests
  }

  #checkOptions(query: TrailQuery, reading: TrailReading): DigestCheckOptions {
    const { accountIds, bucket, prefix = '', organizationId = null, digestKeys, ...options } = this.#options
    const { deliveryLagMs = defaultDeliveryLagMs, concurrency = defaultConcurrency } = options
    const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)]
    return {
      ...{ bucket: this.#bucket, bucketName: bucket, reading, concurrency, accountIds, fromMs, toMs },
      layout: { prefix, organizationId },
      regions: query.regions,
      untilMs: toMs + deliveryLagMs,
      isOfWindow: (key) => isOfWindow(key, fromMs, toMs + deliveryLagMs),
      keys: digestKeys ?? null,
    }
  }

  /** The keys of the log files that may have records of the window, newest first. */
  async #find(query: TrailQuery, reading: TrailReading): Promise<Found> {
    const { accountIds, prefix = '', organizationId = null, deliveryLagMs = defaultDeliveryLagMs } = this.#options
    const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to) + deliveryLagMs]
    const found: Found = { keys: [], regions: [] }
    for (const accountId of accountIds) {
      const folder = accountFolder({ prefix, organizationId }, accountId)
      const regions = query.regions.length > 0 ? query.regions : await this.#regionsIn(folder, reading)
      found.regions.push(...regions)
      let listed = 0
      for (const region of regions) {
        for (const day of dayFolders(fromMs, toMs)) {
          for await (const { keys } of this.#bucket.list(`${folder}${region}/${day}`, null, reading.mayRequest)) {
            listed += keys.length
            found.keys.push(...keys.filter((key) => isOfWindow(key, fromMs, toMs)))
          }
        }
      }
      // An account with a trail is never silent for a day: a wrong prefix must not look like an attacker who did nothing.
      if (listed === 0) reading.gap(`no log files of these days under ${folder}`)
    }
    found.keys.sort((a, b) => (deliveredAtMs(b) ?? 0) - (deliveredAtMs(a) ?? 0) || (a < b ? -1 : 1))
    return found
  }

  async #regionsIn(folder: string, reading: TrailReading): Promise<string[]> {
    const regions: string[] = []
    for await (const { folders } of this.#bucket.list(folder, '/', reading.mayRequest)) {
      regions.push(...folders.flatMap((one) => regionOfFolder(one) ?? []))
    }
    return regions
  }

  /** One file that is missing or broken is a gap; whatever would stop the next one as well stops all. */
  async #readFiles(keys: readonly string[], reading: TrailReading): Promise<ReadFiles> {
    const { concurrency = defaultConcurrency } = this.#options
    const logs: HashedLog[] = []
    const unread = new Set(keys)
    let next = 0
    let read = 0
    let isOver = false
    const work = async (): Promise<void> => {
      for (let key = keys[next++]; key !== undefined && !isOver; key = keys[next++]) {
        const outcome = await this.#readFile(key, reading)
        if (outcome === 'over') isOver = true
        else unread.delete(key)
        if (outcome === 'over' || outcome === 'gone') continue
        logs.push({ path: key, ...outcome })
        if (outcome.problem === null) read += 1
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    if (read < keys.length) reading.gap(`${keys.length - read} of ${keys.length} files were not read`)
    return { logs, unread }
  }

  async #readFile(key: string, reading: TrailReading): Promise<HashedContent | 'gone' | 'over'> {
    try {
      const object = await this.#bucket.content(key, reading.mayRequest)
      if (object === null) return 'over'
      if (!object.ok) {
        reading.gap(`${key} ${object.reason}`)
        return { sha256: '', problem: object.reason }
      }
      const sha256 = await sha256InTurns(object.bytes)
      await reading.addInTurns(recordTexts(object.bytes))
      reading.progress()
      return { sha256, problem: null }
    } catch (error) {
      reading.fail(key, error)
      return error instanceof AwsError && error.kind === 'notFound' ? 'gone' : 'over'
    }
  }
}

type HashedContent = Pick<HashedLog, 'sha256' | 'problem'>

interface ReadFiles {
  readonly logs: readonly HashedLog[]
  /** Keys of files that are there, as far as is known. */
  readonly unread: ReadonlySet<string>
}

interface Found {
  readonly keys: string[]
  readonly regions: string[]
}

/** About a minute's work. */
const maxFilesOfOneMachine = 20_000
const notRead = { signal: new AbortController().signal, onProgress: () => {} }

function isOfWindow(key: string, fromMs: number, toMs: number): boolean {
  const atMs = deliveredAtMs(key)
  return atMs !== null && atMs >= fromMs - clockSkewMs && atMs <= toMs + clockSkewMs
}
