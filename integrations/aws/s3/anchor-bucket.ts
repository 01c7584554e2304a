import type { AnchoredCheckpoint, AnchorReading, AnchorSink } from '../../../src/audit/anchor.js'
import { type Checkpoint, checkpointSchema } from '../../../src/audit/checkpoint.js'
import { canonicalJson } from '../../../src/domain/canonical-json.js'

/** One version of an object, oldest last, as ListObjectVersions tells of it. */
export interface ObjectVersion {
  readonly key: string
  readonly versionId: string
  /** The place in S3's order: of one key, newest first. */
  readonly lastModified: string
}

/**
 * The part of S3 that anchors need; `put` uses If-None-Match: * and an Object Lock retention in COMPLIANCE mode.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export interface LockedBucket {
  /** `exists` where the key is taken: it was written before. */
  put(key: string, body: string, retainUntil: Date): Promise<'written' | 'exists'>
  /** Every version of every key under the prefix, delete markers left out, in the order of the keys; at most `limit`. */
  listVersions(prefix: string, limit: number | null): Promise<readonly ObjectVersion[]>
  get(version: ObjectVersion): Promise<string>
}

export interface AnchorBucketOptions {
  readonly bucket: LockedBucket
  readonly bucketName: string
  readonly prefix: string
  readonly retainDays: number
  readonly now: () => Date
}

const DAY_MS = 86_400_000
/** Keys count down, so that the newest checkpoint is the first that S3 lists. */
const COUNT_DOWN_FROM = 9_999_999_999
const keyShape = /\/(\d{10})-(\d+)-([0-9a-f]{64})\.json$/

/**
 * Checkpoints as objects that nobody can delete or replace until their retention ends, the account's root user included.
 * A later version of a key or a delete marker hides the first one from a plain listing: here versions are listed, and of
 * each key the oldest counts.
 */
export function anchorBucket(options: AnchorBucketOptions): AnchorSink {
  const { bucket, bucketName, prefix } = options
  const folderOf = (realm: string) => `${prefix === '' ? '' : `${prefix}/`}${encodeURIComponent(realm)}/`
  return {
    name: `s3://${bucketName}/${prefix}`,
    outside: true,
    write: async (checkpoint) => {
      const retainUntil = new Date(options.now().getTime() + options.retainDays * DAY_MS)
      const key = keyOf(folderOf(checkpoint.body.realm), checkpoint)
      await bucket.put(key, `${canonicalJson(checkpoint)}\n`, retainUntil)
    },
    read: async (realm) => readAll(bucket, await bucket.listVersions(folderOf(realm), null)),
    readNewest: async (realm) => {
      const reading = await readAll(bucket, await bucket.listVersions(folderOf(realm), 20))
      return reading.entries[0] ?? null
    },
  }
}

function keyOf(folder: string, { body, hash }: Checkpoint): string {
  const order = String(COUNT_DOWN_FROM - body.number).padStart(10, '0')
  return `${folder}${order}-${body.number}-${hash.replace('sha256:', '')}.json`
}

/** The names tell number and hash of all; the newest is read whole, and everything that its hash covers with it. */
async function readAll(bucket: LockedBucket, versions: readonly ObjectVersion[]): Promise<AnchorReading> {
  const first = new Map<string, ObjectVersion>()
  for (const version of versions) {
    const known = first.get(version.key)
    if (known === undefined || version.lastModified < known.lastModified) first.set(version.key, version)
  }
  const faults: string[] = []
  const entries: AnchoredCheckpoint[] = []
  for (const { key } of first.values()) {
    const [, order, number, hash] = keyShape.exec(key) ?? []
    if (hash === undefined || Number(order) !== COUNT_DOWN_FROM - Number(number)) {
      faults.push(`holds an object ${key} that is no checkpoint`)
    } else entries.push({ number: Number(number), hash: `sha256:${hash}`, checkpoint: null })
  }
  entries.sort((a, b) => b.number - a.number)
  const newest = await readWhole(bucket, entries[0], [...first.values()])
  return { entries: newest === null ? entries : [newest, ...entries.slice(1)], torn: false, faults }
}

async function readWhole(
  bucket: LockedBucket,
  newest: AnchoredCheckpoint | undefined,
  versions: readonly ObjectVersion[],
): Promise<AnchoredCheckpoint | null> {
  if (newest === undefined) return null
  const version = versions.find(({ key }) => key.endsWith(`-${newest.hash.replace('sha256:', '')}.json`))
  if (version === undefined) return null
  const parsed = checkpointSchema.safeParse(JSON.parse(await bucket.get(version)))
  if (!parsed.success) throw new Error(`The anchor ${version.key} is no checkpoint.`)
  return { ...newest, checkpoint: parsed.data }
}
