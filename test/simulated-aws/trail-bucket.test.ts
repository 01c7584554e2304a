import { gunzipSync } from 'node:zlib'
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { SimulatedAccountOptions } from '../../simulated-aws/simulated-account.js'
import { accountId, errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'

const bucket = 'trail-logs'
const folder = `AWSLogs/${accountId}/CloudTrail/`
const recordAt = (eventTime: string, eventID: string, awsRegion = 'us-east-1') => ({
  ...{ eventID, eventTime, awsRegion, eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
})
const events = [
  recordAt('2026-03-01T08:00:01Z', 'a'),
  recordAt('2026-03-01T08:00:02Z', 'b'),
  recordAt('2026-03-01T08:20:00Z', 'c'),
  recordAt('2026-03-01T23:59:58Z', 'd'),
  recordAt('2026-03-01T08:00:01Z', 'e', 'eu-west-1'),
]

afterEach(tearDown)

async function world(options: Partial<SimulatedAccountOptions> = {}) {
  const clock = manualClock('2026-03-03T00:00:00Z')
  const trails = [{ name: 'all', s3BucketName: bucket }]
  const { account, cloudTrail, iam } = await setUp({ now: clock.now, seed: { ...seed, trails, events }, ...options })
  const connection = { endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 }
  const s3 = new S3Client({ ...connection, forcePathStyle: true })
  const list = (input: object = {}) => s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder, ...input }))
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))
    return JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()).Records
  }
  return { account, clock, s3, list, read, cloudTrail, iam }
}

describe('the bucket of a trail', () => {
  it('has a gzipped file for every five minutes and Region, under the day on which it was written', async () => {
    const { list, read } = await world()
    const { Contents = [], KeyCount } = await list()
    const keys = Contents.map(({ Key = '' }) => Key)
    expect(KeyCount).toBe(4)
    expect(keys.map((key) => key.slice(folder.length).replace(/_\w{16}\.json\.gz$/, ''))).toEqual([
      `eu-west-1/2026/03/01/${accountId}_CloudTrail_eu-west-1_20260301T0805Z`,
      `us-east-1/2026/03/01/${accountId}_CloudTrail_us-east-1_20260301T0805Z`,
      `us-east-1/2026/03/01/${accountId}_CloudTrail_us-east-1_20260301T0825Z`,
      `us-east-1/2026/03/02/${accountId}_CloudTrail_us-east-1_20260302T0005Z`,
    ])
    expect((await read(keys[1] ?? '')).map(({ eventID }: { eventID: string }) => eventID)).toEqual(['a', 'b'])
  })

  it('is listed page by page, by prefix and by folder', async () => {
    const { list } = await world()
    const first = await list({ MaxKeys: 3 })
    expect([first.IsTruncated, first.Contents?.length]).toEqual([true, 3])
    const rest = await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken })
    expect([rest.IsTruncated, rest.Contents?.length]).toEqual([false, 1])
    const { CommonPrefixes, Contents } = await list({ Delimiter: '/' })
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual([`${folder}eu-west-1/`, `${folder}us-east-1/`])
    expect(Contents ?? []).toEqual([])
    const page = await list({ Delimiter: '/', MaxKeys: 1 })
    const next = await list({ Delimiter: '/', MaxKeys: 1, ContinuationToken: page.NextContinuationToken })
    expect(next.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual([`${folder}us-east-1/`])
    expect((await list({ Prefix: `${folder}us-east-1/2026/03/02/` })).KeyCount).toBe(1)
  })

  it('may begin with an empty page', async () => {
    const { list } = await world({ emptyPages: true })
    const first = await list()
    expect([first.KeyCount, first.IsTruncated]).toEqual([0, true])
    expect((await list({ ContinuationToken: first.NextContinuationToken })).KeyCount).toBe(4)
  })

  it('has a call once it was delivered, in a file that never changes', async () => {
    const { list, read, clock, iam } = await world({ trailDeliveryLagMs: 60_000 })
    const { ListUsersCommand } = await import('@aws-sdk/client-iam')
    await iam.send(new ListUsersCommand({}))
    expect((await list()).KeyCount).toBe(4)
    clock.advance(180_000)
    const { Contents = [] } = await list()
    const key = Contents.map(({ Key = '' }) => Key).find((name) => name.includes('2026/03/03')) ?? ''
    const names = (await read(key)).map(({ eventName }: { eventName: string }) => eventName)
    expect(names).toEqual(['ListUsers'])
  })

  it('has nothing of what happened while the trail was switched off', async () => {
    const { list, clock, cloudTrail, iam } = await world({ trailDeliveryLagMs: 0 })
    const { ListUsersCommand } = await import('@aws-sdk/client-iam')
    await cloudTrail.send(new StopLoggingCommand({ Name: 'all' }))
    await iam.send(new ListUsersCommand({}))
    clock.advance(600_000)
    expect((await list()).KeyCount).toBe(4)
  })

  it('knows no other keys and tokens', async () => {
    const { s3, list } = await world()
    const missing = await errorOf(s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${folder}none` })))
    expect([missing.name, missing.status]).toEqual(['NoSuchKey', 404])
    expect((await errorOf(list({ ContinuationToken: 'x' }))).name).toBe('InvalidArgument')
  })

  it('another bucket is as empty as before', async () => {
    const { s3 } = await world()
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'other' }))).Contents).toBeUndefined()
  })
})
