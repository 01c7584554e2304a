import { gunzipSync } from 'node:zlib'
import {
  type EventSelector,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail'
import { ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { denyAll, errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'

const Name = 'audit'
const aWhileMs = 15_000

afterEach(tearDown)

async function world() {
  const clock = manualClock('2026-03-03T00:00:00Z')
  const trails = [{ name: Name, s3BucketName: 'ours' }]
  const { account, cloudTrail, iam } = await setUp({ now: clock.now, seed: { ...seed, trails } })
  const connection = { endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 }
  const s3 = new S3Client({ ...connection, forcePathStyle: true })
  const namesIn = async (Key: string, Bucket: string): Promise<string[]> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
    return JSON.parse(text).Records.map(({ eventName }: { eventName: string }) => eventName)
  }
  return {
    cloudTrail,
    /** A read of CloudTrail, and a read and a write of IAM; then the trail has had the time to deliver them. */
    act: async () => {
      await cloudTrail.send(new GetTrailStatusCommand({ Name }))
      await iam.send(new ListUsersCommand({}))
      const policy = { PolicyName: 'x', PolicyDocument: denyAll }
      await iam.send(new PutRolePolicyCommand({ RoleName: 'Payments', ...policy }))
      clock.advance(aWhileMs)
    },
    select: async (selector: EventSelector) => {
      await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: [selector] }))
      clock.advance(aWhileMs)
    },
    /** What was called, in the order of the files. */
    delivered: async (Bucket = 'ours') => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
      const names = await Promise.all(Contents.map(({ Key = '' }) => namesIn(Key, Bucket)))
      return names.flat().filter((name) => /^(GetTrailStatus|ListUsers|PutRolePolicy)$/.test(name))
    },
  }
}

const [look, list, put] = ['GetTrailStatus', 'ListUsers', 'PutRolePolicy']

it.each([
  ['all that is managed', { ReadWriteType: 'All', IncludeManagementEvents: true }, [look, list, put]],
  ['reads alone', { ReadWriteType: 'ReadOnly' }, [look, list]],
  ['writes alone', { ReadWriteType: 'WriteOnly' }, [put]],
  ['nothing that is managed', { IncludeManagementEvents: false }, []],
] as const)('a trail delivers what its selectors take: %s', async (_, selector, taken) => {
  const { act, select, delivered } = await world()
  await select(selector)
  await act()
  expect(await delivered()).toEqual(taken)
})

it('selectors leave what was delivered before as it was', async () => {
  const { act, select, delivered } = await world()
  await act()
  await select({ IncludeManagementEvents: false })
  await act()
  expect(await delivered()).toEqual([look, list, put])
})

it('a trail without global service events delivers no calls to IAM', async () => {
  const { act, cloudTrail, delivered } = await world()
  const { IncludeGlobalServiceEvents } = await cloudTrail.send(
    new UpdateTrailCommand({ Name, IncludeGlobalServiceEvents: false }),
  )
  await act()
  expect([IncludeGlobalServiceEvents, await delivered()]).toEqual([false, [look]])
})

it('a trail that is diverted leaves the old files where they are, and writes the new ones elsewhere', async () => {
  const { act, cloudTrail, delivered } = await world()
  await act()
  const updated = await cloudTrail.send(new UpdateTrailCommand({ Name, S3BucketName: 'theirs' }))
  await act()
  expect(updated).toMatchObject({ Name, S3BucketName: 'theirs', IsMultiRegionTrail: true })
  expect(await delivered()).toEqual([look, list, put])
  expect(await delivered('theirs')).toEqual([look, list, put])
  const unknown = cloudTrail.send(new UpdateTrailCommand({ Name: 'other' }))
  expect(await errorOf(unknown)).toMatchObject({ name: 'TrailNotFoundException' })
})
