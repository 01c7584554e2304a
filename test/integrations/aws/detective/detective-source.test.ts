import { DetectiveSource } from '../../../../integrations/aws/detective/detective-source.js'
import { pulledIndicator } from '../../../../integrations/aws/detective/pulled-indicator.js'
import { accountId, closeAll, closing, instantClock, instantPace, recordAt, trailWorld } from '../trail-world.js'

afterEach(closeAll)

const entityArn = `arn:aws:iam::${accountId}:user/ana`
const scope = { entityArn, from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' }
const day = 24 * 3600
const records = [
  recordAt(-30 * day, 1),
  recordAt(-2 * day, 2),
  ...Array.from({ length: 5 }, (_, id) =>
    recordAt(9 * 3600 + id, 10 + id, { eventName: 'CreateUser', userAgent: 'evil/1' }),
  ),
  recordAt(9 * 3600, 20, { eventName: 'StopLogging', errorCode: 'AccessDenied' }),
]

type World = Awaited<ReturnType<typeof trailWorld>>
const detectiveWorld = (options: Parameters<typeof trailWorld>[1] = {}) =>
  trailWorld(records, { ...options, seed: { accountId, detective: true, ...options.seed } })

function sourceOf(
  { connection, clock }: World,
  options: Partial<ConstructorParameters<typeof DetectiveSource>[0]> = {},
) {
  const instant = instantClock()
  const wait = async (delayMs: number) => {
    clock.advance(delayMs)
    await instant.wait(delayMs)
  }
  const common = { connection, region: 'us-east-1', pace: instantPace(), clock: { ...instant, wait } }
  return closing(new DetectiveSource({ ...common, ...options }))
}

const { signal } = new AbortController()

describe('Amazon Detective as a source', () => {
  it('starts an investigation, waits for it and brings its indicators', async () => {
    const world = await detectiveWorld({ investigationMs: 35_000 })
    const findings = await sourceOf(world).investigate(scope, signal)
    expect(findings.source).toMatchObject({ status: 'ok', events: 7, skipped: 0 })
    expect(findings.severity).toBe('HIGH')
    // Users were created from five addresses.
    expect(findings.indicators.filter(({ type }) => type === 'TTP_OBSERVED')).toHaveLength(6)
    expect(findings.indicators.filter(({ type }) => type === 'NEW_USER_AGENT')).toHaveLength(1)
    const tactic = findings.indicators.find(({ tactic }) => tactic === 'Defense Evasion')
    expect(tactic?.details).toContainEqual({ name: 'APIFailureCount', value: '1' })
  })

  it('empty pages and throttling lose nothing', async () => {
    const world = await detectiveWorld({ emptyPages: true })
    world.account.injectFault({
      operation: 'detective:*',
      error: { code: 'TooManyRequestsException', status: 429 },
      times: 3,
    })
    world.account.injectFault({ operation: 'detective:ListIndicators', when: 'after', error: 'reset', times: 2 })
    world.account.injectFault({ operation: 'detective:*', error: { latencyMs: 50 }, times: 2 })
    const findings = await sourceOf(world).investigate(scope, signal)
    expect(findings.source).toMatchObject({ status: 'ok', events: 7 })
  })

  it('without a graph is empty, and says why', async () => {
    const world = await trailWorld(records)
    const { source, indicators } = await sourceOf(world).investigate(scope, signal)
    expect(source).toMatchObject({ status: 'empty', detail: 'Detective is not switched on in us-east-1', requests: 1 })
    expect(indicators).toEqual([])
  })

  it('of a group is empty without a request', async () => {
    const world = await detectiveWorld()
    const group = { ...scope, entityArn: `arn:aws:iam::${accountId}:group/dev` }
    expect((await sourceOf(world).investigate(group, signal)).source).toMatchObject({ status: 'empty', requests: 0 })
  })

  it('that is not done in time, or waited for no longer, is a failure that names the investigation', async () => {
    const world = await detectiveWorld({ investigationMs: 10_000_000 })
    const late = await sourceOf(world, { maxWaitMs: 60_000 }).investigate(scope, signal)
    expect(late.source.status).toBe('failed')
    expect(late.source.detail).toContain(String(late.investigationId))
    const aborted = await sourceOf(world).investigate(scope, AbortSignal.abort())
    expect(aborted.source.status).toBe('failed')
  })

  it('that may not be asked is a failure with its reason', async () => {
    const world = await detectiveWorld()
    world.account.injectFault({ operation: 'detective:*', error: { code: 'AccessDeniedException', status: 403 } })
    const { source } = await sourceOf(world).investigate(scope, signal)
    expect(source.status).toBe('failed')
    expect(source.detail).toContain('AccessDeniedException')
  })
})

describe('an indicator', () => {
  it('of a kind that is not known here is none', () => {
    expect(pulledIndicator(JSON.parse('{"IndicatorType":"NEW_MOON","IndicatorDetail":{}}'))).toBeNull()
  })

  it('without its detail is one all the same', () => {
    expect(pulledIndicator({ IndicatorType: 'NEW_ASO' })).toEqual({
      ...{ type: 'NEW_ASO', tactic: null, technique: null, ipAddress: null },
      details: [],
    })
  })

  it('of a journey has the address where it ended', () => {
    const ImpossibleTravelDetail = {
      StartingIpAddress: '192.0.2.1',
      EndingIpAddress: '198.51.100.1',
      HourlyTimeDelta: 2,
    }
    const pulled = pulledIndicator({ IndicatorType: 'IMPOSSIBLE_TRAVEL', IndicatorDetail: { ImpossibleTravelDetail } })
    expect(pulled?.ipAddress).toBe('198.51.100.1')
  })
})
