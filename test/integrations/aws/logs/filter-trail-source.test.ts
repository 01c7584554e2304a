import { FilterLogsTrailSource } from '../../../../integrations/aws/logs/filter-trail-source.js'
import { namedQuery } from '../../../../integrations/aws/logs/named-query.js'
import {
  aboutRole,
  closeAll,
  closing,
  everything,
  idsIn,
  instantPace,
  inWindow,
  logGroup,
  manyRecords,
  readFrom,
  recordAt,
  trailWorld,
} from '../trail-world.js'

afterEach(closeAll)

type World = Awaited<ReturnType<typeof trailWorld>>
type Options = Partial<ConstructorParameters<typeof FilterLogsTrailSource>[0]>

function sourceOf({ connection }: World, options: Options = {}): FilterLogsTrailSource {
  const common = { connection, region: 'us-east-1', logGroups: [logGroup], pace: instantPace() }
  return closing(new FilterLogsTrailSource({ ...common, ...options }))
}

/** Large enough that a page of a megabyte does not hold them all. */
const large = manyRecords().map((record) => ({ ...record, additionalEventData: { note: 'x'.repeat(10_000) } }))
const invalid = { code: 'InvalidParameterException', status: 400 }

describe('FilterLogEvents as a source', () => {
  it('hands every record of the window over once, although its first page is empty', async () => {
    const world = await trailWorld(large, { emptyPages: true })
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report).toMatchObject({ status: 'ok', events: 230 })
    expect(report.requests).toBeGreaterThan(3)
  })

  it('asks in milliseconds', async () => {
    const world = await trailWorld()
    await readFrom(sourceOf(world), everything)
    const call = world.account.calls().find(({ operation }) => operation === 'logs:FilterLogEvents')
    expect(call?.parameters).toMatchObject({ startTime: Date.parse(everything.from) })
  })

  it('throttling, broken connections and slow answers lose nothing', async () => {
    const world = await trailWorld(large)
    const operation = 'logs:FilterLogEvents'
    world.account.injectFault({ operation, error: { code: 'ThrottlingException', status: 400 }, times: 2 })
    world.account.injectFault({ operation, when: 'after', error: 'reset', times: 2 })
    world.account.injectFault({ operation, error: { latencyMs: 80 }, times: 2 })
    const { ids, report } = await readFrom(sourceOf(world), everything)
    expect(ids).toEqual(idsIn(world.account))
    expect(report.status).toBe('ok')
  })

  it('a token that has expired starts the group again, and neither loses nor repeats', async () => {
    const world = await trailWorld(large)
    const seen: string[] = []
    let pages = 0
    const take = (records: readonly { readonly eventID?: unknown }[]) => {
      seen.push(...records.map(({ eventID }) => String(eventID)))
      pages += 1
      if (pages === 1) world.account.injectFault({ operation: 'logs:FilterLogEvents', error: invalid })
    }
    const { signal } = new AbortController()
    const report = await sourceOf(world).read(everything, take, { signal, onProgress: () => {} })
    expect(report).toMatchObject({ status: 'ok', events: 230 })
    expect(seen.sort()).toEqual(idsIn(world.account))
  })

  it('a token that is refused for ever ends in a gap', async () => {
    const world = await trailWorld(large)
    const take = () => world.account.injectFault({ operation: 'logs:FilterLogEvents', error: invalid, times: 50 })
    const { signal } = new AbortController()
    const report = await sourceOf(world).read(everything, take, { signal, onProgress: () => {} })
    expect(report.status).toBe('truncated')
  })

  it('compares records again, since a term is found anywhere', async () => {
    const key = 'AKIAWANTEDWANTED0001'
    const records = [
      recordAt(9 * 3600, 1, { userIdentity: { accessKeyId: key } }),
      recordAt(9 * 3600, 2, { requestParameters: { accessKeyId: key } }),
    ]
    const world = await trailWorld(records)
    const named = namedQuery('byAccessKey', { accessKeyId: key })
    expect((await readFrom(sourceOf(world, { named }), everything)).ids).toEqual([records[0]?.eventID])
    const both = await readFrom(sourceOf(world), { ...everything, accessKeyIds: [key] })
    expect(both.ids).toHaveLength(2)
  })

  it('asks for a principal by its name or its id', async () => {
    const records = [
      recordAt(9 * 3600, 1, { requestParameters: { roleName: 'ci-deploy' } }),
      recordAt(9 * 3600, 2, { userIdentity: { principalId: 'AROAEXAMPLEEXAMPLE01:x' } }),
      recordAt(9 * 3600, 3),
    ]
    const world = await trailWorld(records)
    const { ids } = await readFrom(sourceOf(world), aboutRole)
    expect(ids).toEqual(records.slice(0, 2).map(({ eventID }) => eventID))
  })

  it('one group that is not there is a gap, and the others are read', async () => {
    const world = await trailWorld()
    const { ids, report } = await readFrom(sourceOf(world, { logGroups: ['nothing', logGroup] }), everything)
    expect(ids).toEqual(idsIn(world.account, inWindow))
    expect(report.status).toBe('truncated')
    expect(report.coverage?.gaps.join()).toContain('nothing: ')
  })

  it('stops at its limit of requests and on an abort', async () => {
    const world = await trailWorld(large)
    const limited = await readFrom(sourceOf(world), { ...everything, maxRequests: 1 })
    expect(limited.report).toMatchObject({ status: 'truncated', requests: 1 })
    const aborted = await readFrom(sourceOf(world), everything, AbortSignal.abort())
    expect(aborted.report).toMatchObject({ status: 'failed', requests: 0 })
  })
})
