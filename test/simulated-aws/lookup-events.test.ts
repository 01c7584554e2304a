import { LookupEventsCommand, type LookupEventsCommandInput, paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import type { JsonObject } from '../../simulated-aws/json.js'
import { denyAll, errorOf, manualClock, seed, setUp, tearDown } from './fixture.js'

/** A record of the past: the `index`-th second of a minute, by one of two keys. */
function pastEvent(index: number, extra: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.09',
    eventID: `event-${index}`,
    eventTime: new Date(Date.UTC(2025, 5, 1, 10, 0, index)).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    readOnly: true,
    userIdentity: { type: 'AssumedRole', principalId: 'AROAX:bob', accessKeyId: index % 2 ? 'ASIAODD' : 'ASIAEVEN' },
    ...extra,
  }
}

const events = Array.from({ length: 9 }, (_, index) => pastEvent(index))
const ids = (found: { EventId?: string | undefined }[] | undefined) => (found ?? []).map(({ EventId }) => EventId)
const past = { StartTime: new Date('2025-06-01T00:00:00Z'), EndTime: new Date('2025-06-02T00:00:00Z') }

async function lookUp(input: LookupEventsCommandInput, options: Parameters<typeof setUp>[0] = {}) {
  const { cloudTrail } = await setUp({ seed: { ...seed, events }, ...options })
  return cloudTrail.send(new LookupEventsCommand(input))
}

afterEach(tearDown)

it('events come newest first, fifty at most', async () => {
  const { Events, NextToken } = await lookUp(past)
  expect(ids(Events)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((index) => `event-${index}`))
  expect(NextToken).toBeUndefined()
})

it.each([
  ['AccessKeyId', 'ASIAODD', 4],
  ['EventId', 'event-3', 1],
  ['EventName', 'ListBuckets', 9],
  ['EventName', 'listbuckets', 0],
  ['ReadOnly', 'true', 9],
  ['ReadOnly', 'false', 0],
  ['Username', 'bob', 9],
  ['EventSource', 's3.amazonaws.com', 9],
  ['ResourceName', 'nothing', 0],
] as const)('the attribute %s = %s selects %i events', async (AttributeKey, AttributeValue, count) => {
  const { Events } = await lookUp({ ...past, LookupAttributes: [{ AttributeKey, AttributeValue }] })
  expect(Events).toHaveLength(count)
})

it('a role is found by its name and by its type as a resource', async () => {
  const { iam, cloudTrail } = await setUp()
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Payments', PolicyName: 'p', PolicyDocument: denyAll }))
  for (const [AttributeKey, AttributeValue] of [
    ['ResourceName', 'Payments'],
    ['ResourceType', 'AWS::IAM::Role'],
  ] as const) {
    const { Events } = await cloudTrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] }),
    )
    expect(Events).toMatchObject([{ EventName: 'PutRolePolicy', Resources: expect.any(Array) }])
  }
})

it('both ends of the time range belong to it', async () => {
  const { Events } = await lookUp({
    StartTime: new Date('2025-06-01T10:00:02Z'),
    EndTime: new Date('2025-06-01T10:00:04Z'),
  })
  expect(ids(Events)).toEqual(['event-4', 'event-3', 'event-2'])
})

it('the record is a JSON string, whole', async () => {
  const { Events } = await lookUp({ ...past, MaxResults: 1 })
  expect(JSON.parse(Events?.[0]?.CloudTrailEvent ?? '')).toEqual(events[8])
  expect(Events?.[0]?.EventTime).toEqual(new Date('2025-06-01T10:00:08Z'))
})

it('pages join to the whole, even while new events arrive', async () => {
  const { cloudTrail, iam } = await setUp({ seed: { ...seed, events } })
  const found: (string | undefined)[] = []
  for await (const { Events } of paginateLookupEvents(
    { client: cloudTrail, pageSize: 4 },
    { StartTime: past.StartTime },
  )) {
    await iam.send(new ListRolesCommand({}))
    found.push(...ids(Events))
  }
  expect(found).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0].map((index) => `event-${index}`))
})

it('a token holds for the same query only', async () => {
  const { cloudTrail } = await setUp({ seed: { ...seed, events } })
  const { NextToken } = await cloudTrail.send(new LookupEventsCommand({ ...past, MaxResults: 4 }))
  const next = (input: LookupEventsCommandInput) => cloudTrail.send(new LookupEventsCommand({ ...input, NextToken }))

  expect(ids((await next({ ...past, MaxResults: 4 })).Events)).toEqual(['event-4', 'event-3', 'event-2', 'event-1'])
  const others: LookupEventsCommandInput[] = [
    { ...past, MaxResults: 5 },
    { MaxResults: 4 },
    { ...past, MaxResults: 4, LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListBuckets' }] },
  ]
  for (const other of others)
    expect(await errorOf(next(other))).toMatchObject({ name: 'InvalidNextTokenException', status: 400 })
  const nonsense = cloudTrail.send(new LookupEventsCommand({ NextToken: 'nonsense' }))
  expect(await errorOf(nonsense)).toMatchObject({ name: 'InvalidNextTokenException' })
})

it.each([
  [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
  [{ StartTime: past.EndTime, EndTime: past.StartTime }, 'InvalidTimeRangeException'],
  [
    {
      LookupAttributes: [
        { AttributeKey: 'EventName' as const, AttributeValue: 'a' },
        { AttributeKey: 'EventId' as const, AttributeValue: 'b' },
      ],
    },
    'InvalidLookupAttributesException',
  ],
])('%j is refused', async (input, name) => {
  expect(await errorOf(lookUp(input))).toMatchObject({ name, status: 400 })
})

it('two lookups a second are served, the third is throttled, and time heals it', async () => {
  const clock = manualClock()
  const { cloudTrail } = await setUp({ lookupEventsPerSecond: 2, now: clock.now })
  const look = () => cloudTrail.send(new LookupEventsCommand({}))
  await look()
  await look()

  expect(await errorOf(look())).toEqual({ name: 'ThrottlingException', status: 400, message: 'Rate exceeded' })
  clock.advance(500)
  await look()
  expect(await errorOf(look())).toMatchObject({ name: 'ThrottlingException' })
})

it('an event shows up after the lag, and not before', async () => {
  const clock = manualClock()
  const { cloudTrail, iam } = await setUp({ cloudTrailLagMs: 5000, now: clock.now })
  await iam.send(new ListRolesCommand({}))
  const found = async () => {
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'ListRoles' }]
    return (await cloudTrail.send(new LookupEventsCommand({ LookupAttributes }))).Events?.length
  }

  clock.advance(4999)
  expect(await found()).toBe(0)
  clock.advance(1)
  expect(await found()).toBe(1)
})

it('data events are not in the event history', async () => {
  const data = [pastEvent(1, { eventCategory: 'Data' }), pastEvent(2, { managementEvent: false }), pastEvent(3)]
  const { Events } = await lookUp(past, { seed: { ...seed, events: data } })
  expect(ids(Events)).toEqual(['event-3'])
})
