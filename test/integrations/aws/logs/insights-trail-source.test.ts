import { LogsInsightsTrailSource } from '../../../../integrations/aws/logs/insights-trail-source.js'
import { namedQuery } from '../../../../integrations/aws/logs/named-query.js'
import {
  aboutRole,
  closeAll,
  closing,
  everything,
  idsIn,
  instantClock,
  instantPace,
  inWindow,
  logGroup,
  manyRecords,
  readFrom,
  recordAt,
  stopTrail,
  trailWorld,
} from '../trail-world.js'

afterEach(closeAll)

type World = Awaited<ReturnType<typeof trailWorld>>
type Options = Partial<ConstructorParameters<typeof LogsInsightsTrailSource>[0]>

function sourceOf({ connection, clock }: World, options: Options = {}): LogsInsightsTrailSource {
  const instant = instantClock()
  // The account's time goes on while we wait.
  const wait = async (delayMs: number) => {
    clock.advance(delayMs)
    await instant.wait(delayMs)
  }
  const common = { connection, region: 'us-east-1', logGroups: [logGroup], pace: instantPace() }
  return closing(new LogsInsightsTrailSource({ ...common, clock: { ...instant, wait }, ...options }))
}

const calls = ({ account }: World) => account.calls().map(({ operation }) => operation)

describe('Logs Insights as a source', () => {
  it('hands every record of the window over once, after a query that takes its time', async () => {
    const world = await trailWorld(manyRecords(), { logsQueryMs: 35_000 })
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report).toMatchObject({ status: 'ok', events: 230, coverage: { gaps: [] } })
    expect(calls(world).filter((name) => name === 'logs:GetQueryResults').length).toBeGreaterThan(10)
  })

  it('asks in seconds', async () => {
    const world = await trailWorld()
    await readFrom(sourceOf(world), everything)
    const start = world.account.calls().find(({ operation }) => operation === 'logs:StartQuery')
    expect(start?.parameters).toMatchObject({ startTime: Date.parse(everything.from) / 1000 })
  })

  it('reads page by page to the end', async () => {
    const world = await trailWorld()
    const { ids } = await readFrom(sourceOf(world, { pageSize: 20 }), everything)
    expect(ids).toEqual(idsIn(world.account))
  })

  it('a window with more than one query shows is asked for in halves, and nothing is lost', async () => {
    const world = await trailWorld()
    const { ids, report } = await readFrom(sourceOf(world, { maxResults: 60, pageSize: 50 }), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report.status).toBe('ok')
    expect(calls(world).filter((name) => name === 'logs:StartQuery').length).toBeGreaterThan(4)
  })

  it('a second with more than one query shows is a gap, and said', async () => {
    const world = await trailWorld(Array.from({ length: 30 }, (_, id) => recordAt(9 * 3600, id)))
    const { report } = await readFrom(sourceOf(world, { maxResults: 10 }), everything)
    expect(report.status).toBe('truncated')
    expect(report.detail).toContain('more in the second of 2026-03-01T09:00')
  })

  it('throttling, too many queries, broken connections and slow answers lose nothing', async () => {
    const world = await trailWorld()
    const { account } = world
    account.injectFault({
      operation: 'logs:StartQuery',
      error: { code: 'LimitExceededException', status: 400 },
      times: 2,
    })
    account.injectFault({
      operation: 'logs:GetQueryResults',
      error: { code: 'ThrottlingException', status: 400 },
      times: 2,
    })
    account.injectFault({ operation: 'logs:GetQueryResults', when: 'after', error: 'reset', times: 2 })
    account.injectFault({ operation: 'logs:*', error: { latencyMs: 80 }, times: 2 })
    const { ids, report } = await readFrom(sourceOf(world, { pageSize: 100 }), everything)
    expect(ids).toEqual(idsIn(account))
    expect(report.status).toBe('ok')
  })

  it('a record that was delivered after the window is found, and one from outside is not', async () => {
    const late = recordAt(12 * 3600 - 1, 77)
    const world = await trailWorld([late, recordAt(12 * 3600 + 60, 78)], { trailDeliveryLagMs: 300_000 })
    const { ids } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual([late.eventID])
  })

  it('an abort stops the query in AWS', async () => {
    const world = await trailWorld(manyRecords(), { logsQueryMs: 1_000_000 })
    const controller = new AbortController()
    const source = sourceOf(world, { clock: { nowMs: () => 0, wait: async () => controller.abort() } })
    const { report } = await readFrom(source, everything, controller.signal)
    expect(report).toMatchObject({ status: 'failed', detail: 'reading was stopped' })
    expect(calls(world)).toContain('logs:StopQuery')
  })

  it('a query that does not end gives what it has found, is stopped, and is no whole answer', async () => {
    const world = await trailWorld(manyRecords(), { logsQueryMs: 120_000 })
    const { report } = await readFrom(sourceOf(world, { maxWaitMs: 60_000 }), everything)
    expect(report.status).toBe('truncated')
    expect(report.events).toBeGreaterThan(50)
    expect(report.detail).toContain('did not end within 60 s')
    expect(calls(world)).toContain('logs:StopQuery')
  })

  it('credentials that end in the middle leave what was read, and say so', async () => {
    const world = await trailWorld()
    const source = sourceOf(world, { pageSize: 50 })
    const error = { code: 'ExpiredTokenException', status: 400 }
    const take = () => world.account.injectFault({ operation: 'logs:GetQueryResults', error })
    const report = await source.read(everything, take, { signal: new AbortController().signal, onProgress: () => {} })
    expect(report.status).toBe('truncated')
    expect(report.detail).toContain('ExpiredTokenException')
  })

  it('a log group that is not there is a failure with its reason', async () => {
    const world = await trailWorld()
    const { report } = await readFrom(sourceOf(world, { logGroups: ['nothing'] }), everything)
    expect(report).toMatchObject({ status: 'failed', events: 0 })
    expect(report.detail).toContain('ResourceNotFoundException')
  })

  it('takes a log group by its ARN, as the console shows it', async () => {
    const world = await trailWorld()
    const arn = `arn:aws:logs:us-east-1:111122223333:log-group:${logGroup}:*`
    expect((await readFrom(sourceOf(world, { logGroups: [arn] }), everything)).report.status).toBe('ok')
  })

  it('takes 1 to 50 log groups', async () => {
    const world = await trailWorld()
    expect(() => sourceOf(world, { logGroups: [] })).toThrow(RangeError)
    expect(() => sourceOf(world, { logGroups: Array.from({ length: 51 }, (_, id) => `g${id}`) })).toThrow('50')
  })

  it('asks for a principal by its name and id, and for keys, wherever they stand in a record', async () => {
    const records = [
      recordAt(9 * 3600, 1, { requestParameters: { roleName: 'CI-deploy' } }),
      recordAt(9 * 3600, 2, { userIdentity: { principalId: 'AROAEXAMPLEEXAMPLE01:x' } }),
      recordAt(9 * 3600, 3, { userIdentity: { accessKeyId: 'ASIAWANTEDWANTED0001' } }),
      recordAt(9 * 3600, 4),
    ]
    const world = await trailWorld(records)
    const query = { ...aboutRole, accessKeyIds: ['ASIAWANTEDWANTED0001'] }
    const { ids } = await readFrom(sourceOf(world), query)
    expect(ids).toEqual(records.slice(0, 3).map(({ eventID }) => eventID))
  })

  it('a named query gives the records that it means', async () => {
    const world = await trailWorld()
    const { ids } = await readFrom(sourceOf(world, { named: namedQuery('accessDenied', {}) }), everything)
    expect(ids).toEqual(idsIn(world.account, (record) => inWindow(record) && record.errorCode === 'AccessDenied'))
    expect(ids.length).toBeGreaterThan(20)
  })
})

it('what happens while the trail is switched off is in no log group', async () => {
  const world = await trailWorld([])
  await stopTrail(world.account)
  world.clock.advance(60_000)
  const now = world.account.records().map(({ eventName }) => eventName)
  expect(now).toEqual(['StopLogging'])
  const { records } = await readFrom(sourceOf(world), {
    ...everything,
    from: '2026-03-03T00:00:00Z',
    to: '2026-03-03T01:00:00Z',
  })
  expect(records).toEqual([])
})
