import fc from 'fast-check'
import { FactsGatherer } from '../../../../src/evidence/facts/facts-gatherer.js'
import type { NotableLimit } from '../../../../src/evidence/facts/notable-events.js'
import { NotableScreen, type ScreenedEvents } from '../../../../src/evidence/facts/notable-screen.js'
import { anEvent, at, aUser, wholeDay } from '../../../support/fixtures/gathered-events.js'

const change = (eventName: string, hour: number, changes = {}) =>
  anEvent({ eventSource: 'iam.amazonaws.com', eventName, eventTime: at(hour), readOnly: false, ...changes })

const windowOf = (limit: NotableLimit) => ({ ...wholeDay, notableLimit: { scope: limit, baseline: limit } })

function gatheredFacts(events: readonly ReturnType<typeof anEvent>[], limit: NotableLimit) {
  const gatherer = new FactsGatherer(windowOf(limit))
  for (const event of events) gatherer.add(event)
  return gatherer.facts()
}

function gathered(events: readonly ReturnType<typeof anEvent>[], limit: NotableLimit) {
  return gatheredFacts(events, limit).scope
}

/** What a thread hands on of the records that it has read. */
function screened(events: readonly ReturnType<typeof anEvent>[], limit: NotableLimit): ScreenedEvents {
  const screen = new NotableScreen(windowOf(limit))
  for (const event of events) screen.add(event, Date.parse(event.eventTime))
  return screen.take()
}

const calls = [
  { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', readOnly: false },
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true },
  { eventSource: 'secretsmanager.amazonaws.com', eventName: 'GetSecretValue', readOnly: true },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    errorCode: 'AccessDenied',
  },
]

function kept(
  events: readonly ReturnType<typeof anEvent>[],
  limit = { events: 1000, perCall: 1000, perAddress: 1000, perRead: 1000, large: 1000 },
) {
  const gatherer = new FactsGatherer({ ...wholeDay, notableLimit: { scope: limit, baseline: limit } })
  for (const event of events) gatherer.add(event)
  const { notable, notableDropped } = gatherer.facts().scope
  return { names: notable.map(({ eventName, eventTime }) => `${eventName} ${eventTime}`), dropped: notableDropped }
}

const flood = (count: number, changes = {}) =>
  Array.from({ length: count }, (_, i) => change('CreateUser', 9 + i / 1000, changes))

describe('what is kept whole', () => {
  it('is in order of time, whatever order it came in', () => {
    const events = [change('CreateRole', 11), change('CreateUser', 9), change('CreateGroup', 10)]
    expect(kept(events)).toEqual({
      names: [`CreateUser ${at(9)}`, `CreateGroup ${at(10)}`, `CreateRole ${at(11)}`],
      dropped: 0,
    })
  })

  it('cannot be flushed out by a flood of one call, nor by failures, nor by changes elsewhere', () => {
    const deed = change('AttachUserPolicy', 20)
    const limit = { events: 50, perCall: 10, perAddress: 10, perRead: 10, large: 5 }
    const floods = [
      flood(3000),
      flood(3000, { errorCode: 'AccessDenied' }),
      flood(3000, { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' }),
    ]
    for (const events of floods) {
      const { names, dropped } = kept([...events, deed], limit)
      expect(names).toContain(`AttachUserPolicy ${at(20)}`)
      expect(names.length + dropped).toBe(3001)
    }
  })

  it('holds so many of one call of one actor, the earliest', () => {
    const events = ['ana', 'bo'].flatMap((name) => flood(5, { actor: aUser(name) }))
    const { names, dropped } = kept(events, { events: 1000, perCall: 2, perAddress: 2, perRead: 2, large: 1000 })
    expect([new Set(names), dropped]).toEqual([new Set([0, 1].map((i) => `CreateUser ${at(9 + i / 1000)}`)), 6])
  })

  it('leaves room for the same call from another address, whatever one address does all day', () => {
    const elsewhere = change('CreateUser', 20, { sourceIp: '203.0.113.99' })
    const limit = { events: 1000, perCall: 4, perAddress: 2, perRead: 2, large: 1000 }
    const { names, dropped } = kept([...flood(500), elsewhere], limit)
    expect([names.length, dropped]).toEqual([3, 498])
    expect(names).toContain(`CreateUser ${at(20)}`)
  })

  it('leaves room for changes where a whole account reads the same all day', () => {
    const reads = Array.from({ length: 600 }, (_, i) =>
      anEvent({ eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', actor: aUser(`dev${i}`), eventTime: at(1) }),
    )
    const deed = change('RunInstances', 20, { eventSource: 'ec2.amazonaws.com' })
    const { names, dropped } = kept([...reads, deed], {
      events: 100,
      perCall: 50,
      perAddress: 50,
      perRead: 30,
      large: 9,
    })
    expect([names.length, dropped]).toEqual([31, 570])
    expect(names).toContain(`RunInstances ${at(20)}`)
  })

  it('has room for whoever comes late behind those who read the same all day', () => {
    const read = (name: string, hour: number) =>
      anEvent({
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: 'GetSecretValue',
        actor: aUser(name),
        eventTime: at(hour),
      })
    const allDay = Array.from({ length: 3_000 }, (_, i) => read(`app${i % 6}`, 1 + i / 1_000))
    const late = Array.from({ length: 10 }, (_, i) => read('mallory', 20 + i / 100))
    const limit = { events: 1000, perCall: 100, perAddress: 100, perRead: 60, large: 9 }
    const { notable } = gathered([...allDay, ...late], limit)
    const counts = new Map<string, number>()
    for (const { actor } of notable) counts.set(actor.userName ?? '', (counts.get(actor.userName ?? '') ?? 0) + 1)
    expect(notable).toHaveLength(60)
    expect(counts.get('mallory')).toBeGreaterThanOrEqual(7)
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(15)
  })

  it('is the same however records are spread over threads that screen them, and in whatever order they come', () => {
    const some = fc.record({
      name: fc.constantFrom('ana', 'bo', 'cy'),
      minute: fc.integer({ min: 0, max: 90 }),
      kind: fc.nat(3),
      place: fc.nat(1),
      isLarge: fc.boolean(),
    })
    const limit = { events: 14, perCall: 6, perAddress: 4, perRead: 5, large: 3 }
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 20, maxLength: 260 }),
        fc.integer({ min: 0, max: 260 }),
        (drawn, cutAt) => {
          const all = drawn.map(({ name, minute, kind, place, isLarge }) =>
            anEvent({
              ...calls[kind],
              actor: aUser(name),
              eventTime: at(9 + minute / 60),
              sourceIp: `203.0.113.${place}`,
              requestParameters: isLarge ? { userData: 'A'.repeat(9_000) } : {},
            }),
          )
          const whole = gathered(all, limit)
          const parts = [all.slice(cutAt), all.slice(0, cutAt).reverse()]
          const joined = new FactsGatherer(windowOf(limit))
          for (const part of parts) joined.keep(screened(part, limit))
          const { notable, notableDropped } = joined.facts().scope
          expect([notable, notableDropped]).toEqual([whole.notable, whole.notableDropped])
        },
      ),
      { numRuns: 120 },
    )
  })

  it('is bounded for one call from however many addresses', () => {
    const everywhere = flood(300).map((event, i) => ({ ...event, sourceIp: `203.0.113.${i % 250}` }))
    expect(kept(everywhere, { events: 1000, perCall: 4, perAddress: 2, perRead: 2, large: 1000 }).names).toHaveLength(4)
  })

  it('holds few records with very long parameters', () => {
    const requestParameters = { userData: 'A'.repeat(20_000) }
    const { names, dropped } = kept([...flood(20, { requestParameters }), ...flood(20)], {
      events: 1000,
      perCall: 1000,
      perAddress: 1000,
      perRead: 1000,
      large: 3,
    })
    expect([names.length, dropped]).toEqual([23, 17])
  })
})
