import {
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail'
import { accountId, errorOf, seed, setUp, tearDown } from './fixture.js'

const Name = 'audit'
const trailArn = `arn:aws:cloudtrail:us-east-1:${accountId}:trail/audit`

afterEach(tearDown)

it('a trail is made, logs when it is started, and is gone when it is deleted', async () => {
  const { cloudTrail } = await setUp()
  const create = () =>
    cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: 'evidence', IsMultiRegionTrail: true }))
  expect(await create()).toMatchObject({ Name, TrailARN: trailArn, S3BucketName: 'evidence', IsMultiRegionTrail: true })
  const status = () => cloudTrail.send(new GetTrailStatusCommand({ Name }))
  expect((await status()).IsLogging).toBe(false)
  await cloudTrail.send(new StartLoggingCommand({ Name: trailArn }))
  expect((await status()).IsLogging).toBe(true)
  expect(await errorOf(create())).toMatchObject({ name: 'TrailAlreadyExistsException', status: 400 })

  await cloudTrail.send(new DeleteTrailCommand({ Name }))
  expect((await cloudTrail.send(new DescribeTrailsCommand({}))).trailList).toEqual([])
  expect(await errorOf(status())).toMatchObject({ name: 'TrailNotFoundException', status: 400 })
})

it('a trail that is stopped says so, and LookupEvents goes on telling everything, the stop included', async () => {
  const { account, cloudTrail } = await setUp({ seed: { ...seed, trails: [{ name: Name, s3BucketName: 'evidence' }] } })
  await cloudTrail.send(new StopLoggingCommand({ Name }))

  expect((await cloudTrail.send(new GetTrailStatusCommand({ Name }))).IsLogging).toBe(false)
  const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: Name }]
  const { Events } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }))
  expect(Events?.map(({ EventName }) => EventName)).toEqual(['GetTrailStatus', 'StopLogging'])
  expect(account.records()[0]).toMatchObject({
    eventName: 'StopLogging',
    requestParameters: { name: Name },
    readOnly: false,
  })
})

it('event selectors are all management events until they are put', async () => {
  const { cloudTrail } = await setUp({ seed: { ...seed, trails: [{ name: Name, s3BucketName: 'evidence' }] } })
  const selectors = async () =>
    (await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: Name }))).EventSelectors
  expect(await selectors()).toMatchObject([{ ReadWriteType: 'All', IncludeManagementEvents: true }])
  const EventSelectors = [{ ReadWriteType: 'ReadOnly' as const, IncludeManagementEvents: false }]
  await cloudTrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }))
  expect(await selectors()).toMatchObject(EventSelectors)
})
