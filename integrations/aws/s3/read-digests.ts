import { createHash } from 'node:crypto'
import { AwsError } from '../../../src/domain/aws-error.js'
import { type Digest, parseDigest } from '../../../src/evidence/digests/digest.js'
import type { FoundDigest } from '../../../src/evidence/digests/judge-digests.js'
import type { TrailReading } from '../trail-reading.js'
import type { TrailBucket } from './trail-bucket.js'
import type { DigestName } from './trail-layout.js'

/** A digest file that is there, and what it may speak of. */
export interface ListedDigest extends DigestName {
  readonly key: string
  readonly accountId: string
  /** `…/CloudTrail/eu-west-1/`: where the log files lie that it may name. */
  readonly logFolder: string
}

export interface ReadDigests {
  readonly digests: readonly FoundDigest[]
  /** By key: `x-amz-meta-signature`, in hex. */
  readonly signatures: ReadonlyMap<string, string>
  /** In words: what was refused in them, and why. */
  readonly refused: readonly string[]
  /** Keys that are there and were not read, through no fault of theirs. */
  readonly unread: ReadonlySet<string>
  /** Why; null where all were. */
  readonly why: string | null
}

export interface DigestReadingOptions {
  readonly bucket: TrailBucket
  readonly bucketName: string
  readonly reading: TrailReading
  readonly concurrency: number
}

/** An hour of a very busy account: some ten thousand files, a few megabytes. */
const limits = { maxBytes: 8 * 1024 * 1024, maxInflatedBytes: 32 * 1024 * 1024 }
/** Of a week in all Regions; each is a request. */
export const maxDigests = 3_000
/** In all digests together: what is kept of them is bounded. */
const maxLogFiles = 200_000
const algorithm = 'SHA256withRSA'

/** Reads digest files, the newest first, as many as are kept. What whoever may write to the bucket put there is refused by name. */
export async function readDigests(
  listed: readonly ListedDigest[],
  options: DigestReadingOptions,
): Promise<ReadDigests> {
  const newestFirst = [...listed].sort((a, b) => b.endMs - a.endMs || (a.key < b.key ? -1 : 1))
  const reader = new DigestReader(options)
  await reader.readAll(newestFirst.slice(0, maxDigests))
  return reader.result(newestFirst)
}

class DigestReader {
  readonly #options: DigestReadingOptions
  readonly #digests: FoundDigest[] = []
  readonly #signatures = new Map<string, string>()
  readonly #refused: string[] = []
  readonly #done = new Set<string>()
  #logFiles = 0
  #why: string | null = null

  constructor(options: DigestReadingOptions) {
    this.#options = options
  }

  async readAll(listed: readonly ListedDigest[]): Promise<void> {
    let next = 0
    const work = async (): Promise<void> => {
      for (let one = listed[next++]; one !== undefined && this.#why === null; one = listed[next++]) {
        await this.#read(one)
      }
    }
    await Promise.all(Array.from({ length: this.#options.concurrency }, work))
  }

  result(listed: readonly ListedDigest[]): ReadDigests {
    const unread = new Set(listed.map(({ key }) => key).filter((key) => !this.#done.has(key)))
    const why = this.#why ?? `more than ${maxDigests} are not read`
    return {
      digests: this.#digests,
      signatures: this.#signatures,
      refused: this.#refused,
      unread,
      why: unread.size === 0 ? null : `${unread.size} digest files were not read: ${why}`,
    }
  }

  /** One that is gone since it was listed is missed by the one after it. */
  async #read(listed: ListedDigest): Promise<void> {
    const { bucket, reading } = this.#options
    try {
      const object = await bucket.content(listed.key, reading.mayRequestBeside, limits)
      if (object === null) {
        this.#why ??= reading.whyNoneBeside
        return
      }
      this.#done.add(listed.key)
      if (object.ok) this.#take(listed, object.bytes, object.metadata)
      else this.#refuse(listed, object.reason)
      reading.progress()
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      if (error.kind === 'notFound') this.#done.add(listed.key)
      else this.#why ??= error.message
    }
  }

  #take(listed: ListedDigest, bytes: Uint8Array, metadata: Readonly<Record<string, string>>): void {
    const digest = parseDigest(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
    const refusal = this.#refusalOf(listed, digest)
    if (digest === null || refusal !== null) {
      this.#refuse(listed, refusal ?? 'cannot be read as a digest')
      return
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.#digests.push({ path: listed.key, sha256, digest: this.#within(listed, digest) })
    const { signature } = metadata
    if (signature === undefined) this.#refuse(listed, 'has no signature in its metadata: CloudTrail wrote it with one')
    else this.#signatures.set(listed.key, metadata['signature-algorithm'] === algorithm ? signature : '')
  }

  #refusalOf({ accountId }: ListedDigest, digest: Digest | null): string | null {
    if (digest === null) return null
    if (digest.awsAccountId !== accountId) return 'speaks of another account'
    this.#logFiles += digest.logFiles.length
    return this.#logFiles > maxLogFiles ? `names too many files: more than ${maxLogFiles} in all` : null
  }

  /** The digest without what it has no business to speak of. */
  #within(listed: ListedDigest, digest: Digest): Digest {
    const { bucketName } = this.#options
    if (digest.digestS3Bucket !== bucketName) this.#refuse(listed, 'was delivered to another bucket')
    const logFiles = digest.logFiles.filter(
      ({ s3Bucket, s3Object, hashAlgorithm }) =>
        (s3Bucket ?? bucketName) === bucketName && s3Object.startsWith(listed.logFolder) && hashAlgorithm === 'SHA-256',
    )
    const left = digest.logFiles.length - logFiles.length
    if (left > 0) this.#refuse(listed, `names ${left} files outside of ${listed.logFolder}: passed over`)
    return left > 0 ? { ...digest, logFiles } : digest
  }

  #refuse({ key }: ListedDigest, why: string): void {
    this.#refused.push(`${key} ${why}`)
  }
}
