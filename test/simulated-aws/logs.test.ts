import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import type { SimulatedAccountOptions } from '../../simulated-aws/simulated-account.js'
import { errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'

const group = 'CloudTrail/DefaultLogGroup'
const at = '2026-03-01T12:00:00Z'
const [startTime, endTime] = [Date.parse(at) / 1000 - 3600, Date.parse(at) / 1000 + 3600]
const records = [
  { eventID: 'a', eventName: 'CreateUser', sourceIPAddress: '192.0.2.1', userIdentity: { accessKeyId: 'AKIAA' } },
  { eventID: 'b', eventName: 'CreateRole', sourceIPAddress: '192.0.2.2', errorCode: 'AccessDenied' },
  { eventID: 'c', eventName: 'ListBuckets', sourceIPAddress: '192.0.2.1', resources: [{ ARN: 'arn:aws:s3:::x' }] },
].map((record, index) => ({ ...record, eventTime: `2026-03-01T11:0${index}:00Z`, awsRegion: 'us-east-1' }))

afterEach(tearDown)

async function logs(options: Partial<SimulatedAccountOptions> = {}) {
  const clock = manualClock(at)
  const trails = [{ name: 'all', s3BucketName: 'trail-logs', logGroupName: group }]
  const { account } = await setUp({ now: clock.now, seed: { ...seed, trails, events: records }, ...options })
  const client = new CloudWatchLogsClient({
    ...{ endpoint: account.url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 },
  })
  const start = (queryString: string) =>
    client.send(new StartQueryCommand({ logGroupName: group, startTime, endTime, queryString }))
  const results = async (queryString: string) => {
    const { queryId } = await start(queryString)
    return (await client.send(new GetQueryResultsCommand({ queryId }))).results ?? []
  }
  /** The values of the rows, without their pointers. */
  const values = async (queryString: string) =>
    (await results(queryString)).map((row) => row.filter(({ field }) => field !== '@ptr').map(({ value }) => value))
  return { client, clock, start, values, account }
}

describe('a query of Logs Insights', () => {
  it.each([
    ['filter eventName = "CreateUser" | fields eventID', [['a']]],
    ['filter eventName="CreateUser" or eventName = "CreateRole" | fields eventID', [['b'], ['a']]],
    ['filter errorCode like /Unauthorized|Denied|Forbidden/ | fields eventID', [['b']]],
    ['filter userIdentity.accessKeyId ="AKIAA" | fields eventID, sourceIPAddress', [['a', '192.0.2.1']]],
    ["filter sourceIPAddress = '192.0.2.1' | sort @timestamp asc | fields eventID", [['a'], ['c']]],
    ['filter eventName in ["CreateRole", "ListBuckets"] and not ispresent(errorCode) | fields eventID', [['c']]],
    ['filter eventName not like "Create" | fields eventID, resources.0.ARN', [['c', 'arn:aws:s3:::x']]],
    ['filter not (eventName like /(?i)^create/) | fields eventID', [['c']]],
    ['filter eventName != "CreateUser" | limit 1 | fields eventID', [['c']]],
    [
      'stats count(*) as calls by sourceIPAddress | sort calls desc',
      [
        ['192.0.2.1', '2'],
        ['192.0.2.2', '1'],
      ],
    ],
    ['# a comment\nfilter eventID = "a\\"b" | fields eventID', []],
  ])('%s', async (query, expected) => {
    const { values } = await logs()
    expect(await values(query)).toEqual(expected)
  })

  it('shows time and message where no field is asked for', async () => {
    const { values } = await logs()
    const [row] = await values('filter eventID = "a"')
    expect(row?.[0]).toMatch(/^2026-03-01 11:00:05\.000$/)
    expect(JSON.parse(row?.[1] ?? '')).toMatchObject({ eventID: 'a' })
  })

  it.each([
    ['parse @message "*" as x'],
    ['stats avg(x) by y'],
    ['filter eventName ~ "x"'],
    ['filter eventName = "open'],
    ['filter eventName = CreateUser'],
    ['filter (eventName = "a"'],
    ['filter eventName like /[/'],
    ['fields eventID extra'],
    ['limit 0'],
    [''],
  ])('that it cannot run is refused, and never half run: %s', async (query) => {
    const { start } = await logs()
    expect((await errorOf(start(query))).name).toBe('MalformedQueryException')
  })

  it('runs for a while, shows a part, and can be stopped', async () => {
    const { client, clock, start } = await logs({ logsQueryMs: 10_000 })
    const { queryId } = await start('fields eventID')
    const page = () => client.send(new GetQueryResultsCommand({ queryId }))
    expect(await page()).toMatchObject({ status: 'Scheduled', results: [] })
    clock.advance(5_000)
    const running = await page()
    expect([running.status, running.results?.length]).toEqual(['Running', 2])
    expect(await client.send(new StopQueryCommand({ queryId }))).toMatchObject({ success: true })
    expect((await page()).status).toBe('Cancelled')
    expect((await errorOf(client.send(new StopQueryCommand({ queryId: 'none' })))).name).toBe(
      'ResourceNotFoundException',
    )
  })

  it('is one of a hundred at a time', async () => {
    const { start, clock } = await logs({ logsQueryMs: 10_000 })
    for (let count = 0; count < 100; count++) await start('fields eventID')
    clock.advance(5_000)
    expect((await errorOf(start('fields eventID'))).name).toBe('LimitExceededException')
  })

  it('of a log group that is not there, of none and of a window that ends before it begins is refused', async () => {
    const { client } = await logs()
    const query = { queryString: 'fields eventID', startTime, endTime }
    const refusal = async (change: object) =>
      (await errorOf(client.send(new StartQueryCommand({ ...query, ...change })))).name
    expect(await refusal({ logGroupNames: ['nothing'] })).toBe('ResourceNotFoundException')
    expect(await refusal({})).toBe('InvalidParameterException')
    expect(await refusal({ logGroupName: group, startTime: endTime, endTime: startTime })).toBe(
      'InvalidParameterException',
    )
  })
})

describe('FilterLogEvents', () => {
  const ids = async (client: CloudWatchLogsClient, filterPattern: string) => {
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern }))
    return (events ?? []).flatMap(({ message }) => JSON.parse(message ?? '{}').eventID ?? [])
  }

  it.each([
    ['', ['a', 'b', 'c']],
    ['AccessDenied', ['b']],
    ['"192.0.2.1" "ListBuckets"', ['c']],
    ['?"CreateUser" ?"CreateRole"', ['a', 'b']],
    ['"192.0.2.1" -"ListBuckets"', ['a']],
    ['{ $.eventName = "Create*" }', ['a', 'b']],
    ['{ ($.eventName = "Create*") && ($.errorCode = "*Denied") }', ['b']],
    ['{ ($.eventName = "ListBuckets") || ($.userIdentity.accessKeyId = "AKIAA") }', ['a', 'c']],
    ['{ $.errorCode != "x" }', ['b']],
  ])('finds by %j', async (pattern, expected) => {
    const { client } = await logs()
    const own = (await ids(client, pattern)).filter((id) => ['a', 'b', 'c'].includes(id))
    expect(own).toEqual(expected)
  })

  it.each([['{ $.a = '], ['{ $.a > 1 }'], ['"open'], ['[a, b]']])('refuses %j', async (filterPattern) => {
    const { client } = await logs()
    const call = client.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern }))
    expect((await errorOf(call)).name).toBe('InvalidParameterException')
  })

  it('has a token that holds for its own search alone', async () => {
    const { client } = await logs()
    const { nextToken } = await client.send(new FilterLogEventsCommand({ logGroupName: group, limit: 1 }))
    const next = await client.send(new FilterLogEventsCommand({ logGroupName: group, limit: 1, nextToken }))
    expect(JSON.parse(next.events?.[0]?.message ?? '{}')).toMatchObject({ eventID: 'b' })
    const other = client.send(new FilterLogEventsCommand({ logGroupName: group, limit: 2, nextToken }))
    expect((await errorOf(other)).name).toBe('InvalidParameterException')
  })
})

it('a call is in the log group once it was delivered, and not before', async () => {
  const { client, clock } = await logs({ trailDeliveryLagMs: 300_000 })
  const names = async () => {
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group }))
    return (events ?? []).map(({ message }) => JSON.parse(message ?? '{}').eventName)
  }
  expect((await client.send(new DescribeLogGroupsCommand({}))).logGroups).toMatchObject([{ logGroupName: group }])
  expect(await names()).not.toContain('DescribeLogGroups')
  clock.advance(301_000)
  expect(await names()).toContain('DescribeLogGroups')
})
