import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { aRecord } from '../../src/evidence/record/normalised.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
/** Of whoever signs here, as CloudTrail names its own. */
export const publicKeys = [
  { fingerprint: 'f-1', value: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64') },
]
export const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')

export interface Delivered {
  readonly object: string
  readonly content: string
  readonly signature: string
}

export const prefix = 'AWSLogs/444455556666/CloudTrail'
export const logName = (hour: number) =>
  `444455556666_CloudTrail_eu-west-1_20260301T${hour}00Z_AbCdEfGh1234567${hour - 10}.json.gz`
export const logText = (hour: number) =>
  JSON.stringify({ Records: [aRecord({ eventID: `e-${hour}`, eventTime: `2026-03-01T${hour}:00:00Z` })] })

/** One hour's digest as CloudTrail writes and signs it. */
function digestOf(hour: number, previous: Delivered | null): Delivered {
  const end = `2026-03-01T${hour + 1}:00:00Z`
  const object = `${prefix}-Digest/eu-west-1/2026/03/01/444455556666_CloudTrail-Digest_eu-west-1_main_eu-west-1_20260301T${hour + 1}0000Z.json.gz`
  const content = JSON.stringify({
    awsAccountId: '444455556666',
    digestStartTime: `2026-03-01T${hour}:00:00Z`,
    digestEndTime: end,
    digestS3Bucket: 'logs',
    digestS3Object: object,
    digestPublicKeyFingerprint: 'f-1',
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: end,
    oldestEventTime: end,
    previousDigestS3Bucket: previous && 'logs',
    previousDigestS3Object: previous?.object ?? null,
    previousDigestHashValue: previous ? sha256(previous.content) : null,
    previousDigestHashAlgorithm: previous && 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: [
      {
        s3Bucket: 'logs',
        s3Object: `${prefix}/eu-west-1/2026/03/01/${logName(hour)}`,
        hashValue: sha256(logText(hour)),
        hashAlgorithm: 'SHA-256',
      },
    ],
  })
  const signed = [end, `logs/${object}`, sha256(content), previous?.signature ?? 'null'].join('\n')
  return { object, content, signature: sign('sha256', Buffer.from(signed), privateKey).toString('hex') }
}

export const first = digestOf(10, null)
export const second = digestOf(11, first)
export const third = digestOf(12, second)
export const fileName = (object: string) => object.slice(object.lastIndexOf('/') + 1)

/** Three hours of logs and digests in a new folder, as `changes` leave them: null takes a file away. */
export async function deliver(folder: string, changes: { readonly [file: string]: Buffer | string | null } = {}) {
  const files = new Map<string, Buffer | string | null>([
    ...[10, 11, 12].map((hour) => [logName(hour), gzipSync(logText(hour))] as const),
    ...[first, second, third].map(({ object, content }) => [fileName(object), gzipSync(content)] as const),
    ...Object.entries(changes),
  ])
  await mkdir(folder)
  for (const [file, content] of files) if (content !== null) await writeFile(join(folder, file), content)
  return folder
}
