import { createHash, createPublicKey, verify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { CreateTrailCommand, DescribeTrailsCommand, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail'
import {
  GetBucketLocationCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import type { SimulatedAccountOptions } from '../../simulated-aws/simulated-account.js'
import { accountId, errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'

const Bucket = 'trail-logs'
const recordAt = (hour: string) => ({
  ...{ eventID: hour, eventTime: `2026-03-01T${hour}:10:00Z`, awsRegion: 'us-east-1' },
  ...{ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
})

afterEach(tearDown)

async function world(options: Partial<SimulatedAccountOptions> = {}, validatesLogFiles = true) {
  const clock = manualClock('2026-03-01T12:30:00Z')
  const trails = [{ name: 'all', s3BucketName: Bucket, validatesLogFiles }]
  const events = ['08', '10'].map(recordAt)
  const { account, cloudTrail } = await setUp({ now: clock.now, seed: { ...seed, trails, events }, ...options })
  const connection = { endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 }
  const s3 = new S3Client({ ...connection, forcePathStyle: true })
  const Prefix = `AWSLogs/${accountId}/CloudTrail-Digest/`
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))
  const keys = Contents.map(({ Key = '' }) => Key)
  const read = async (Key: string) => {
    const { Body, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
    return { text, hash: createHash('sha256').update(text).digest('hex'), Metadata }
  }
  return { account, clock, cloudTrail, s3, keys, read }
}

describe('digest files of a trail', () => {
  it('are one an hour and Region, empty hours included, each with the hash and signature of the one before', async () => {
    const { keys, read } = await world()
    expect(keys.map((key) => key.slice(-24))).toEqual(
      ['08', '09', '10', '11', '12'].map((hour) => `20260301T${hour}0000Z.json.gz`),
    )
    expect(keys[0]).toContain(`us-east-1/2026/03/01/${accountId}_CloudTrail-Digest_us-east-1_all_us-east-1_2026`)
    const digests = await Promise.all(keys.map(read))
    const [first, second, third] = digests.map(({ text }) => JSON.parse(text))
    expect(first).toMatchObject({ previousDigestS3Object: null, previousDigestSignature: null, logFiles: [] })
    expect(second.logFiles).toEqual([
      {
        s3Bucket: Bucket,
        s3Object: expect.stringContaining('_20260301T0815Z_'),
        hashValue: expect.stringMatching(/^[0-9a-f]{64}$/),
        hashAlgorithm: 'SHA-256',
        newestEventTime: '2026-03-01T08:10:00Z',
        oldestEventTime: '2026-03-01T08:10:00Z',
      },
    ])
    expect(third).toMatchObject({
      digestStartTime: '2026-03-01T09:00:00Z',
      digestEndTime: '2026-03-01T10:00:00Z',
      newestEventTime: null,
      previousDigestS3Object: keys[1],
      previousDigestHashValue: digests[1]?.hash,
      previousDigestSignature: digests[1]?.Metadata.signature,
    })
  })

  it("are signed by the account's key, over what AWS documents", async () => {
    const { keys, read, cloudTrail } = await world()
    const { PublicKeyList = [] } = await cloudTrail.send(new ListPublicKeysCommand({}))
    const [{ Value = new Uint8Array(), Fingerprint = '' } = {}] = PublicKeyList
    const key = createPublicKey({ key: Buffer.from(Value), format: 'der', type: 'pkcs1' })
    const { text, hash, Metadata } = await read(keys[2] ?? '')
    const { digestEndTime, previousDigestSignature, digestPublicKeyFingerprint } = JSON.parse(text)
    const signed = `${digestEndTime}\n${Bucket}/${keys[2]}\n${hash}\n${previousDigestSignature}`
    expect(Metadata['signature-algorithm']).toBe('SHA256withRSA')
    expect(digestPublicKeyFingerprint).toBe(Fingerprint)
    expect(verify('sha256', Buffer.from(signed), key, Buffer.from(Metadata.signature ?? '', 'hex'))).toBe(true)
  })

  it('are not written without log file validation, and DescribeTrails says which it is', async () => {
    const { keys, cloudTrail } = await world({}, false)
    expect(keys).toEqual([])
    await cloudTrail.send(new CreateTrailCommand({ Name: 'more', S3BucketName: 'x-1', EnableLogFileValidation: true }))
    const { trailList } = await cloudTrail.send(new DescribeTrailsCommand({}))
    expect(trailList?.map(({ LogFileValidationEnabled }) => LogFileValidationEnabled)).toEqual([false, true])
  })

  it('an hour that was written never changes', async () => {
    const { keys, read, clock, s3 } = await world()
    const before = await read(keys[4] ?? '')
    clock.advance(3_600_000)
    expect(await read(keys[4] ?? '')).toEqual(before)
    const { Contents = [] } = await s3.send(new ListObjectsCommand({ Bucket, Marker: keys[4] }))
    expect(Contents[0]?.Key).toBe(keys[4]?.replace('T12', 'T13'))
    expect(Contents).toHaveLength(3)
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint ?? '').toBe('')
  })
})

it('keys are listed by the time in which they sign', async () => {
  const { cloudTrail } = await world({ digestKeyEveryMs: 3_600_000 })
  const list = async (from: string, to: string) =>
    cloudTrail.send(
      new ListPublicKeysCommand({ StartTime: new Date(`2026-03-01T${from}Z`), EndTime: new Date(`2026-03-01T${to}Z`) }),
    )
  const { PublicKeyList = [], NextToken } = await list('09:30:00', '11:00:00')
  expect(NextToken).toBeUndefined()
  expect(PublicKeyList.map(({ ValidityStartTime }) => ValidityStartTime?.toISOString().slice(11, 16))).toEqual([
    '09:00',
    '10:00',
    '11:00',
  ])
  expect(new Set(PublicKeyList.map(({ Fingerprint }) => Fingerprint)).size).toBe(3)
  expect((await errorOf(list('10:00:00', '09:00:00'))).name).toBe('InvalidTimeRangeException')
  expect((await errorOf(cloudTrail.send(new ListPublicKeysCommand({ NextToken: 'x' })))).name).toBe(
    'InvalidTokenException',
  )
})
