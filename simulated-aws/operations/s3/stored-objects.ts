import { gzipSync } from 'node:zlib'
import type { Account, ChangedObject } from '../../account/account.js'
import { settingsAt } from '../../account/configured-trails.js'
import type { ConfiguredTrail } from '../../account/entities.js'
import { contentOf } from '../../account/file-content.js'
import { type DeliveredFile, filesOf } from '../../account/trail-delivery.js'
import { type DigestFile, digestsOf } from '../../account/trail-digests.js'
import type { JsonObject } from '../../json.js'

export type StoredObject = {
  readonly key: string
  readonly writtenAtMs: number
  readonly bytes: () => Buffer
  /** Of S3's `x-amz-meta-` headers. */
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * What trails have written to this bucket, as it was changed since, in the order of the keys; undefined where no trail ever wrote:
 * then it is one of which nothing is known.
 */
export function objectsIn(account: Account, bucketName: string): StoredObject[] | undefined {
  const trails = [...account.configuredTrails.values()].filter(({ s3BucketName, earlier }) =>
    [{ s3BucketName }, ...earlier].some((settings) => settings.s3BucketName === bucketName),
  )
  if (trails.length === 0) return undefined
  const written = new Map(
    trails.flatMap((trail) => writtenBy(account, trail, bucketName)).map((object) => [object.key, object]),
  )
  for (const [place, change] of account.changedObjects) {
    if (place.startsWith(`${bucketName}/`)) applyChange(account, written, place.slice(bucketName.length + 1), change)
  }
  return [...written.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function writtenBy(account: Account, trail: ConfiguredTrail, bucketName: string): StoredObject[] {
  const files = filesOf(account, trail)
  const logs = files.filter(({ writtenAtMs }) => settingsAt(trail, writtenAtMs).s3BucketName === bucketName)
  const digests = digestsOf(account, trail, files).filter(({ bucket }) => bucket === bucketName)
  return [...logs.map(logObject), ...digests.map(digestObject)]
}

function logObject(file: DeliveredFile): StoredObject {
  return { key: file.key, writtenAtMs: file.writtenAtMs, bytes: () => zippedOf(file), metadata: {} }
}

function digestObject({ key, writtenAtMs, bytes, signature }: DigestFile): StoredObject {
  return { key, writtenAtMs, bytes: () => bytes, metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } }
}

function applyChange(
  account: Account,
  written: Map<string, StoredObject>,
  key: string,
  change: ChangedObject | undefined,
): void {
  if (change === undefined) written.delete(key)
  else written.set(key, { writtenAtMs: account.now().getTime(), ...change, key, bytes: () => change.bytes })
}

const zipped = new WeakMap<JsonObject, { count: number; bytes: Buffer }>()

/** A file never changes, so it is packed once: by its first record, which no other file of the trail has. */
function zippedOf(file: DeliveredFile): Buffer {
  const { records } = file
  const first = records[0]?.entry.record
  const known = first && zipped.get(first)
  if (known !== undefined && known.count === records.length) return known.bytes
  const bytes = gzipSync(contentOf(file))
  if (first !== undefined) zipped.set(first, { count: records.length, bytes })
  return bytes
}
