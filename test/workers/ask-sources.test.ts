import { VirtualTime } from '../../app/exercise/virtual/virtual-time.js'
import type { DetectivePort, TrailQuery } from '../../src/ports.js'
import { askDetective } from '../../workers/ask-detective.js'
import { askSources } from '../../workers/ask-sources.js'
import { aBrief, anEvidence } from '../support/fixtures/evidence.js'
import { anAnswer, aRecord, aSource, holding, never, silentAfter } from '../support/fixtures/trail-sources.js'

const query: TrailQuery = {
  from: '2026-03-01T00:00:00Z',
  to: '2026-03-01T10:00:00Z',
  regions: [],
  principal: null,
  accessKeyIds: [],
  maxRequests: 10,
}

/** Time goes on only when the test says so. */
function onVirtualTime(budgetMs = 60_000) {
  const time = new VirtualTime(new Date('2026-03-01T10:00:00Z'))
  const clock = { now: () => time.now(), monotonicMs: () => time.nowMs, pause: (ms: number) => time.wait(ms, 'pause') }
  const giving = new AbortController()
  return {
    options: { clock, budgetMs, stopped: giving.signal },
    giveUp: () => giving.abort(),
    pass: async (ms: number) => {
      const end = time.nowMs + ms
      for (; time.nextAtMs() <= end; await settled()) time.actNext()
      time.moveTo(end)
      await settled()
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Whether a promise is settled by now, and with what. */
function watch<T>(promise: Promise<T>) {
  const seen: T[] = []
  promise.then((value) => seen.push(value))
  return seen
}

describe('sources of evidence', () => {
  it('are asked side by side, and told in the order of the configuration, whoever answers first', async () => {
    const { options } = onVirtualTime()
    const slow = aSource('slow', async (_query, take) => {
      await settled()
      take([aRecord()])
      return anAnswer('slow', { events: 1 })
    })
    const answers = await askSources([slow, holding('fast', aRecord({ eventID: 'event-2' }))], query, options)

    expect(answers.map(({ source }) => source.name)).toEqual(['slow', 'fast'])
    expect(answers.map(({ raw }) => [...raw.events].map(({ eventId }) => eventId))).toEqual([['event-1'], ['event-2']])
  })

  it('that never answer are waited for as long as the budget, and no longer; what others said counts', async () => {
    const { options, pass } = onVirtualTime()
    const silent = silentAfter('silent')
    const half = silentAfter('half', aRecord())
    const answered = watch(askSources([silent, half, holding('whole', aRecord())], query, options))
    await pass(59_999)
    expect(answered).toEqual([])
    expect(silent.asked.signal?.aborted).toBe(false)
    await pass(1)

    expect(answered[0]?.map(({ source: { status, detail, events } }) => [status, detail, events])).toEqual([
      ['failed', 'not answered in time (60 s)', 0],
      ['truncated', 'not answered in time (60 s)', 1],
      ['ok', undefined, 1],
    ])
    expect(answered[0]?.[1]?.source.coverage).toMatchObject({ from: '2026-03-01T09:59:00Z' })
    expect([silent, half].map(({ asked }) => asked.signal?.aborted)).toEqual([true, true])
  })

  it('are told a moment before that, for what they check beside the records', async () => {
    const { options, pass } = onVirtualTime()
    const seen: boolean[] = []
    const checking = aSource('checking', (_query, _take, { closing, signal }) => {
      closing?.addEventListener('abort', () => seen.push(signal.aborted))
      return never
    })
    const answered = watch(askSources([checking], query, options))
    await pass(58_499)
    expect(seen).toEqual([])
    await pass(1)
    expect([seen, answered]).toEqual([[false], []])
  })

  it('whose answer comes after the budget change nothing any more', async () => {
    const { options, pass } = onVirtualTime()
    const late = { hand: (_records: readonly ReturnType<typeof aRecord>[]) => {} }
    const source = aSource('late', (_query, take) => {
      late.hand = take
      return never
    })
    const answered = watch(askSources([source], query, options))
    await pass(60_000)
    late.hand([aRecord()])

    expect(answered[0]?.[0]?.raw.count).toBe(0)
    expect(answered[0]?.[0]?.source.status).toBe('failed')
  })

  it('that throw are named with what they said, and hold nobody up', async () => {
    const { options } = onVirtualTime()
    const broken = aSource('broken', async () => {
      throw new Error('no such bucket')
    })
    const [answer, other] = await askSources([broken, holding('other', aRecord())], query, options)

    expect(answer?.source).toMatchObject({ name: 'broken', status: 'failed', detail: 'no such bucket' })
    expect(other?.source.status).toBe('ok')
  })

  it('are stopped at once where nobody wants the answer any more', async () => {
    const { options, giveUp } = onVirtualTime()
    const clock = { ...options.clock, pause: (_ms: number, signal?: AbortSignal) => aborted(signal) }
    const silent = silentAfter('silent')
    const answered = watch(askSources([silent], query, { ...options, clock }))
    await settled()
    giveUp()
    await settled()

    expect(answered).toHaveLength(1)
    expect(silent.asked.signal?.aborted).toBe(true)
  })

  it('that hand over more than a question needs are stopped there, and it is said', async () => {
    const { options } = onVirtualTime()
    const many = Array.from({ length: 20_001 }, (_, index) => aRecord({ eventID: `event-${index}` }))
    const flood = silentAfter('flood', ...many)
    const [answer] = await askSources([flood], query, options)

    expect(answer?.source).toMatchObject({ status: 'truncated', detail: 'stopped after 20000 records: there are more' })
    expect(flood.asked.signal?.aborted).toBe(true)
  })
})

function aborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()))
}

describe('Amazon Detective', () => {
  const scope = { entityArn: 'arn:aws:iam::111122223333:role/x', from: query.from, to: query.to }
  const answer = {
    source: anAnswer('Amazon Detective'),
    investigationId: 'inv-1',
    severity: 'HIGH',
    indicators: [{ type: 'TTP_OBSERVED', tactic: null, technique: 'T1078', ipAddress: null, details: [] }],
  }
  const told = [{ by: 'detective', type: 'TTP_OBSERVED', severity: 'HIGH', technique: 'T1078' }]
  const port = (investigate: DetectivePort['investigate']): DetectivePort => ({
    name: 'Amazon Detective',
    startsInvestigations: true,
    investigate,
  })

  it('tells what it found, in the severity of its investigation', async () => {
    const { options } = onVirtualTime()
    expect(
      await askDetective(
        port(async () => answer),
        scope,
        null,
        options,
      ),
    ).toEqual({
      answer,
      source: answer.source,
      carried: told,
    })
  })

  it('is waited for no longer than the other sources', async () => {
    const { options, pass } = onVirtualTime()
    const answered = watch(
      askDetective(
        port(() => never),
        scope,
        null,
        options,
      ),
    )
    await pass(60_000)

    expect(answered[0]?.answer?.source).toMatchObject({ status: 'failed', detail: 'not answered in time (60 s)' })
  })

  it('is not asked a second time about what it has answered: each question is an investigation in its console', async () => {
    const { options } = onVirtualTime()
    const asked: string[] = []
    const detective = port(async ({ entityArn }) => {
      asked.push(entityArn)
      return answer
    })
    const first = await askDetective(detective, scope, null, options)
    const investigation = aBrief({ indicators: [...first.carried] })
    const second = await askDetective(
      detective,
      scope,
      anEvidence({ sources: [answer.source], investigation }),
      options,
    )
    const nothing = { ...answer.source, status: 'empty' } as const
    await askDetective(detective, scope, anEvidence({ sources: [nothing] }), options)

    expect(asked).toHaveLength(1)
    expect(second).toEqual({ answer: null, source: answer.source, carried: told })
    await askDetective(detective, scope, anEvidence({ sources: [{ ...nothing, status: 'failed' }] }), options)
    expect(asked).toHaveLength(2)
  })
})
