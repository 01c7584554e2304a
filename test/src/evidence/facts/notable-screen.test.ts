import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { eventTimeMs } from '../../../../src/evidence/facts/event-time.js'
import { FactsGatherer, type GatheringWindow } from '../../../../src/evidence/facts/facts-gatherer.js'
import { NotableScreen } from '../../../../src/evidence/facts/notable-screen.js'
import { anEvent, at, aUser, wholeDay } from '../../../support/fixtures/gathered-events.js'

const limit = { events: 14, perCall: 6, perAddress: 4, perRead: 5, large: 3 }
const narrow: GatheringWindow = { ...wholeDay, notableLimit: { scope: limit, baseline: limit } }
const calls = [
  { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', readOnly: false },
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true },
  { eventSource: 's3.amazonaws.com', eventName: 'GetObject', readOnly: true },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    errorCode: 'AccessDenied',
  },
]
const someEvent = fc
  .record({
    name: fc.constantFrom('ana', 'bo', 'cy'),
    minute: fc.integer({ min: -90, max: 90 }),
    kind: fc.nat(3),
    place: fc.nat(1),
    isLarge: fc.boolean(),
  })
  .map(({ name, minute, kind, place, isLarge }) =>
    anEvent({
      ...calls[kind],
      actor: aUser(name),
      eventTime: at(minute / 60),
      sourceIp: `203.0.113.${place}`,
      requestParameters: isLarge ? { userData: 'A'.repeat(9_000) } : {},
    }),
  )

function plainly(events: readonly CloudTrailEvent[]) {
  const gatherer = new FactsGatherer(narrow)
  for (const event of events) gatherer.add(event)
  return gatherer.facts()
}

describe('a screen of notable records', () => {
  it('lets through what the whole keeps, however records are spread over screens and often they are asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(someEvent, fc.nat(1)), { minLength: 20, maxLength: 260 }),
        fc.integer({ min: 3, max: 80 }),
        fc.boolean(),
        (drawn, every, isPutOff) => {
          const whole = plainly(drawn.map(([event]) => event))
          const screens = [new NotableScreen(narrow), new NotableScreen(narrow)]
          const gatherer = new FactsGatherer(narrow)
          for (const [number, [event, to]] of drawn.entries()) {
            screens[to]?.add(event, eventTimeMs(event.eventTime))
            const screen = screens[number % 2]
            if (number % every === 0) gatherer.keep((isPutOff ? screen?.takeSettled() : screen?.take()) ?? none)
          }
          for (const screen of screens) gatherer.keep(screen.take())
          const { scope, baseline } = gatherer.facts()
          expect([scope.notable, scope.notableDropped]).toEqual([whole.scope.notable, whole.scope.notableDropped])
          expect([baseline.notable, baseline.notableDropped]).toEqual([
            whole.baseline.notable,
            whole.baseline.notableDropped,
          ])
        },
      ),
      { numRuns: 80 },
    )
  })

  it('puts off what may be dropped yet, unless that is much', () => {
    const screen = new NotableScreen(narrow)
    const add = (number: number, characters: number) => {
      const requestParameters = { policyDocument: 'A'.repeat(characters) }
      const eventTime = at(1 + number / 1_000)
      screen.add(
        anEvent({ ...calls[0], actor: aUser(`user${number}`), eventTime, requestParameters }),
        Date.parse(eventTime),
      )
    }
    for (let number = 0; number < 10; number += 1) add(number, 100)
    expect(screen.takeSettled().scope).toEqual({ kept: [], dropped: 0 })
    for (let number = 10; number < 30; number += 1) add(number, 250_000)
    expect(screen.takeSettled().scope.kept).toHaveLength(30)
    expect(screen.take().scope).toEqual({ kept: [], dropped: 0 })
  })

  it('lets few of a flood through, and hands none over twice', () => {
    const screen = new NotableScreen(narrow)
    const events = Array.from({ length: 3_000 }, (_, i) =>
      anEvent({ ...calls[0], actor: aUser('ana'), eventTime: at(1 + i / 1_000) }),
    )
    for (const event of events.slice(0, 1_500)) screen.add(event, eventTimeMs(event.eventTime))
    const first = screen.take().scope
    for (const event of events.slice(1_500)) screen.add(event, eventTimeMs(event.eventTime))
    const second = screen.take().scope
    expect(first.kept.length).toBeLessThan(500)
    expect(first.kept.length + first.dropped).toBe(1_500)
    expect([second.kept, second.dropped]).toEqual([[], 1_500])
  })
})

const none = { scope: { kept: [], dropped: 0 }, baseline: { kept: [], dropped: 0 } }
