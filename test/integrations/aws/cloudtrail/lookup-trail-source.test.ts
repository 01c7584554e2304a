import { LookupEventsReader } from '../../../../integrations/aws/cloudtrail/lookup-events.js'
import { LookupTrailSource } from '../../../../integrations/aws/cloudtrail/lookup-trail-source.js'
import { RequestPace } from '../../../../integrations/aws/request-pace.js'
import { scriptedServer, someCredentials } from '../scripted-server.js'
import {
  aboutRole,
  closeAll,
  closing,
  everything,
  idsIn,
  instantClock,
  manyRecords,
  readFrom,
  recordAt,
  roleArn,
  roleId,
  trailWorld,
} from '../trail-world.js'

afterEach(closeAll)

type World = Awaited<ReturnType<typeof trailWorld>>

function sourceOf({ connection }: World, regions = ['us-east-1'], clock = instantClock()): LookupTrailSource {
  const readers = regions.map((region) =>
    closing(new LookupEventsReader(connection, region, new RequestPace(2, clock), 'slow')),
  )
  return new LookupTrailSource({ readers })
}

const expired = { code: 'InvalidNextTokenException', status: 400 }

describe('the event history as a source', () => {
  it('hands every record of the window over once, whatever is delivered twice', async () => {
    const world = await trailWorld()
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report).toMatchObject({
      status: 'ok',
      events: 230,
      skipped: 0,
      coverage: { regions: ['us-east-1'], gaps: [] },
    })
  })

  it('throttling, broken connections and slow answers lose nothing', async () => {
    const world = await trailWorld()
    const on = 'cloudtrail:LookupEvents'
    world.account.injectFault({ operation: on, error: { code: 'ThrottlingException', status: 400 }, times: 2 })
    world.account.injectFault({ operation: on, when: 'after', error: 'reset', times: 2 })
    world.account.injectFault({ operation: on, error: { latencyMs: 80 }, times: 2 })
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report.status).toBe('ok')
    expect(report.requests).toBeGreaterThan(6)
  })

  it('a token that has expired starts the lookup again, and neither loses nor repeats', async () => {
    const world = await trailWorld()
    const source = sourceOf(world)
    let pages = 0
    const seen: string[] = []
    const take = (records: readonly { readonly eventID?: unknown }[]) => {
      seen.push(...records.map(({ eventID }) => String(eventID)))
      pages += 1
      const isNext = pages === 1 || pages === 3
      if (isNext) world.account.injectFault({ operation: 'cloudtrail:LookupEvents', error: expired })
    }
    const report = await source.read(everything, take, { signal: new AbortController().signal, onProgress: () => {} })
    expect(report.detail).toBeUndefined()
    expect(report).toMatchObject({ status: 'ok', events: 230 })
    expect(seen.sort()).toEqual(idsIn(world.account))
  })

  it('a token that is refused for ever is a failure, not an endless reading', async () => {
    const world = await trailWorld()
    const source = sourceOf(world)
    const take = () =>
      world.account.injectFault({
        operation: 'cloudtrail:LookupEvents',
        error: expired,
        times: 100,
        probability: 0.999,
      })
    const { signal } = new AbortController()
    const report = await source.read(everything, take, { signal, onProgress: () => {} })
    expect(report.status).toBe('truncated')
    expect(report.detail).toContain('InvalidNextToken')
  })

  it('credentials that end in the middle leave what was read, and say so', async () => {
    const world = await trailWorld()
    const source = sourceOf(world)
    const ended = { code: 'ExpiredTokenException', status: 400 }
    const take = () => world.account.injectFault({ operation: 'cloudtrail:LookupEvents', error: ended, times: 10 })
    const report = await source.read(everything, take, { signal: new AbortController().signal, onProgress: () => {} })
    expect(report).toMatchObject({ status: 'truncated', events: 49 })
    expect(report.coverage?.gaps.join()).toContain('us-east-1: cloudtrail:LookupEvents: ExpiredTokenException')
  })

  it('asks every Region, and one that fails does not hide the others', async () => {
    const world = await trailWorld()
    const { ids, report } = await readFrom(sourceOf(world, ['us-east-1', 'eu-west-1']), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report.coverage?.regions).toEqual(['us-east-1', 'eu-west-1'])
    world.account.injectFault({
      operation: 'cloudtrail:LookupEvents',
      error: { code: 'AccessDeniedException', status: 400 },
    })
    const second = await readFrom(sourceOf(world, ['us-east-1', 'eu-west-1']), everything)
    expect(second.ids).toEqual(ids)
    expect(second.report.status).toBe('truncated')
  })

  it('takes an empty page with a token for no end', async () => {
    const record = recordAt(9 * 3600, 1)
    const pages = [
      { Events: [], NextToken: 'more' },
      { Events: [{ EventId: record.eventID, CloudTrailEvent: JSON.stringify(record) }], NextToken: 'still more' },
      { Events: [] },
    ]
    const server = closing(await scriptedServer((_body, index) => ({ body: JSON.stringify(pages[index]) })))
    const connection = { partition: 'aws', endpoint: server.url, credentials: someCredentials } as const
    const reader = closing(new LookupEventsReader(connection, 'us-east-1', new RequestPace(2, instantClock())))
    const { report } = await readFrom(new LookupTrailSource({ readers: [reader] }), everything)
    expect(report).toMatchObject({ status: 'ok', events: 1, requests: 3 })
  })

  it('says where the window reaches back beyond the history', async () => {
    const world = await trailWorld()
    const reader = closing(new LookupEventsReader(world.connection, 'us-east-1', new RequestPace(2, instantClock())))
    const at = (iso: string) => new LookupTrailSource({ readers: [reader], nowMs: () => Date.parse(iso) })
    expect((await readFrom(at('2026-05-01T00:00:00Z'), everything)).report.status).toBe('ok')
    const late = await readFrom(at('2026-07-01T00:00:00Z'), everything)
    expect(late.report).toMatchObject({ status: 'truncated', detail: 'the event history reaches back 90 days' })
  })

  it('stops at its limit of requests and on an abort, and says which', async () => {
    const world = await trailWorld()
    const limited = await readFrom(sourceOf(world), { ...everything, maxRequests: 2 })
    expect(limited.report).toMatchObject({ status: 'truncated', requests: 2, events: 98 })
    expect(limited.report.detail).toContain('stopped after 2 requests')
    const aborted = await readFrom(sourceOf(world), everything, AbortSignal.abort())
    expect(aborted.report).toMatchObject({ status: 'failed', requests: 0, detail: 'reading was stopped' })
  })
})

describe('a role in the event history', () => {
  const session = { type: 'AssumedRole', principalId: `${roleId}:build`, accessKeyId: 'ASIASESSIONSESSION01' }
  const issuer = { sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, principalId: roleId } } }
  const minting = {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn, roleSessionName: 'build' },
    responseElements: { credentials: { accessKeyId: session.accessKeyId, expiration: '2026-03-01T20:00:00Z' } },
  }

  it('is followed from the record that issued its key, before the window too, to every call of the key', async () => {
    const calls = Array.from({ length: 60 }, (_, id) =>
      recordAt(9 * 3600 + id, 500 + id, { userIdentity: { ...session, ...issuer } }),
    )
    const world = await trailWorld([...manyRecords(20), recordAt(6 * 3600, 400, minting), ...calls])
    const { ids, report } = await readFrom(sourceOf(world), aboutRole)
    expect(ids).toEqual(idsIn(world.account, ({ eventID }) => /0004\d\d$|0005\d\d$/.test(String(eventID))))
    expect(ids).toHaveLength(61)
    expect(report.status).toBe('ok')
  })

  it('a key that is asked for without a principal brings its calls alone', async () => {
    const world = await trailWorld([...manyRecords(20), recordAt(9 * 3600, 500, { userIdentity: session })])
    const { ids } = await readFrom(sourceOf(world), { ...everything, accessKeyIds: [session.accessKeyId] })
    expect(ids).toHaveLength(1)
  })
})

describe('the estimate of the event history', () => {
  it('is short without advice for a quiet account', async () => {
    const world = await trailWorld(manyRecords(40))
    expect(await sourceOf(world).estimate(everything)).toEqual({ requests: 1, durationMs: 500, advice: null })
  })

  it('counts the pages that the window would have, and advises another source where that takes minutes', async () => {
    const dense = Array.from({ length: 600 }, (_, id) => recordAt(11 * 3600 + 3300 + Math.floor(id / 2), id))
    const world = await trailWorld(dense)
    const estimate = await sourceOf(world).estimate(everything)
    // 50 records in 24 s, over four hours: 600 pages, half a second each.
    expect(estimate?.requests).toBeGreaterThan(400)
    expect(estimate?.durationMs).toBe((estimate?.requests ?? 0) * 500)
    expect(estimate?.advice).toContain('Logs Insights')
  })

  it('is not there where AWS does not let us look', async () => {
    const world = await trailWorld()
    world.account.injectFault({ operation: 'cloudtrail:*', error: { code: 'AccessDeniedException', status: 400 } })
    expect(await sourceOf(world).estimate(everything)).toBeNull()
  })

  it('keeps to two requests a second in each Region', async () => {
    const clock = instantClock()
    const world = await trailWorld()
    await readFrom(sourceOf(world, ['us-east-1'], clock), everything)
    expect(clock.waits).toEqual([500, 500, 500, 500])
  })
})
