import { createHash, sign } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Account } from './account.js'
import { settingsAt } from './configured-trails.js'
import { digestKeyAt } from './digest-keys.js'
import type { ConfiguredTrail } from './entities.js'
import { contentOf } from './file-content.js'
import type { DeliveredFile } from './trail-delivery.js'

/** A file of CloudTrail-Digest in a trail's bucket. */
export type DigestFile = {
  readonly key: string
  readonly bucket: string
  readonly writtenAtMs: number
  readonly bytes: Buffer
  /** Of its uncompressed content, in hex. */
  readonly sha256: string
  /** Hex; in the file itself there is only that of the one before it. */
  readonly signature: string
}

const hourMs = 3_600_000
/** By trail and Region: an hour that is over never changes. */
const made = new WeakMap<ConfiguredTrail, Map<string, Chain>>()
type Chain = { nextMs: number; readonly digests: DigestFile[] }

/**
 * A trail's digest files of every hour that is over: with log file validation on, one an hour and Region, of the files that were
 * delivered in it, empty hours included. While validation or the trail is off there are none; what is written after that begins
 * a new chain. Hours are those of the clock; real trails have each their own minute. A Region has a chain once it has a file.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function digestsOf(account: Account, trail: ConfiguredTrail, files: readonly DeliveredFile[]): DigestFile[] {
  const wasOn = [trail, ...trail.earlier].some(({ validatesLogFiles }) => validatesLogFiles)
  const firstMs = Math.min(...files.map(({ writtenAtMs }) => writtenAtMs))
  if (!wasOn || !Number.isFinite(firstMs)) return []
  const chains = made.get(trail) ?? new Map<string, Chain>()
  made.set(trail, chains)
  const regions = [...new Set(files.map(({ region }) => region))]
  return regions.flatMap((region) => {
    const own = files.filter((file) => file.region === region)
    const chain = chains.get(region) ?? { nextMs: (Math.floor(firstMs / hourMs) - 1) * hourMs, digests: [] }
    chains.set(region, chain)
    for (; chain.nextMs + hourMs <= account.now().getTime(); chain.nextMs += hourMs) {
      addHour(account, trail, { region, files: own, chain })
    }
    return chain.digests
  })
}

type Hour = { readonly region: string; readonly files: readonly DeliveredFile[]; readonly chain: Chain }

function addHour(account: Account, trail: ConfiguredTrail, { region, files, chain }: Hour): void {
  const [startMs, endMs] = [chain.nextMs, chain.nextMs + hourMs]
  const validated = files.filter(
    ({ writtenAtMs }) =>
      writtenAtMs >= startMs && writtenAtMs < endMs && settingsAt(trail, writtenAtMs).validatesLogFiles,
  )
  if (validated.length === 0 && !isOnIn(trail, startMs, endMs)) return
  const last = chain.digests.at(-1)
  const previous = last?.writtenAtMs === startMs ? last : undefined
  chain.digests.push(digestOf(account, trail, { region, startMs, endMs, files: validated, previous }))
}

/** Whether the trail logs, with validation, at some time of these. */
function isOnIn(trail: ConfiguredTrail, startMs: number, endMs: number): boolean {
  const changes = [...trail.earlier.map(({ untilMs }) => untilMs), ...trail.loggingPeriods.map(({ fromMs }) => fromMs)]
  return [startMs, ...changes.filter((atMs) => atMs > startMs && atMs < endMs)].some(
    (atMs) =>
      settingsAt(trail, atMs).validatesLogFiles &&
      trail.loggingPeriods.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
  )
}

type Digested = {
  readonly region: string
  readonly startMs: number
  readonly endMs: number
  readonly files: readonly DeliveredFile[]
  readonly previous: DigestFile | undefined
}

function digestOf(account: Account, trail: ConfiguredTrail, digested: Digested): DigestFile {
  const { region, startMs, endMs, files, previous } = digested
  const bucket = settingsAt(trail, endMs).s3BucketName
  const key = keyOf(account, trail, region, endMs)
  const signer = digestKeyAt(account, endMs)
  const content = JSON.stringify({
    awsAccountId: account.accountId,
    digestStartTime: isoOf(startMs),
    digestEndTime: isoOf(endMs),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    ...timesOf(files),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: settingsAt(trail, file.writtenAtMs).s3BucketName,
      s3Object: file.key,
      hashValue: sha256Of(contentOf(file)),
      hashAlgorithm: 'SHA-256',
      ...timesOf([file]),
    })),
  })
  const sha256 = sha256Of(content)
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
  const signed = [isoOf(endMs), `${bucket}/${key}`, sha256, previous?.signature ?? 'null'].join('\n')
  const signature = sign('sha256', Buffer.from(signed), signer.privateKey).toString('hex')
  return { key, bucket, writtenAtMs: endMs, bytes: gzipSync(content), sha256, signature }
}

function timesOf(files: readonly DeliveredFile[]) {
  const times = files.flatMap(({ records }) => records.map(({ entry }) => entry.eventTimeMs)).sort((a, b) => a - b)
  const [oldest] = times
  const newest = times.at(-1)
  return {
    newestEventTime: newest === undefined ? null : isoOf(newest),
    oldestEventTime: oldest === undefined ? null : isoOf(oldest),
  }
}

function keyOf({ accountId, region: home }: Account, { name }: ConfiguredTrail, region: string, endMs: number): string {
  const iso = isoOf(endMs)
  const stamp = iso.replaceAll(/[-:]/g, '')
  const folder = `AWSLogs/${accountId}/CloudTrail-Digest/${region}/${iso.slice(0, 10).replaceAll('-', '/')}`
  return `${folder}/${accountId}_CloudTrail-Digest_${region}_${name}_${home}_${stamp}.json.gz`
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
