import fc from 'fast-check'
import { indicatorTypes } from '../../../../src/evidence/indicators/indicator.js'
import { indicatorsOf } from '../../../../src/evidence/indicators/indicators-of.js'
import { anEvent, at, someEvent } from '../../../support/fixtures/gathered-events.js'
import {
  amsterdam,
  ana,
  geoOf,
  inputOf,
  lima,
  network,
  onDaysBefore,
} from '../../../support/fixtures/indicator-input.js'

const given = {
  geo: geoOf({ '198.51.100.7': amsterdam, '203.0.113.9': lima }, { '203.0.113.9': network('Example Hosting') }),
  flagged: { reasonOf: (address: string) => (address === '203.0.113.9' ? 'listed' : null) },
  relatedFindings: ['a', 'b'].map((arn) => ({
    arn,
    type: 'T',
    severity: 5,
    principalArns: [],
    accessKeyIds: ['AKIAANA'],
    sessionIds: [],
    ipAddresses: ['203.0.113.9'],
  })),
}

describe('the indicators of an actor', () => {
  it('are all eight, in their order, and those of nobody say so', () => {
    const indicators = indicatorsOf(inputOf([]))
    expect(indicators.map(({ type }) => type)).toEqual(indicatorTypes)
    expect(new Set(indicators.map(({ status }) => status))).toEqual(new Set(['notObserved', 'notEvaluated']))
    for (const { coverage, actorKey, eventIds } of indicators) {
      expect(coverage.gaps).toContain('no record of the scope is of this principal')
      expect([actorKey, eventIds]).toEqual([ana.key, []])
    }
  })

  it('are seen all eight where all is there, each with its events', () => {
    const attack = [
      anEvent(),
      anEvent({ sourceIp: '203.0.113.9', eventTime: at(9.5), userAgent: 'Boto3/1 Linux/6', region: 'eu-west-1' }),
      anEvent({
        sourceIp: '198.51.100.7',
        eventTime: at(10),
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateUser',
      }),
    ]
    const everything = {
      ...given,
      geo: geoOf({ '198.51.100.7': amsterdam, '203.0.113.9': lima }, { '203.0.113.9': network('Example Telecom') }),
    }
    const indicators = indicatorsOf(
      inputOf([...onDaysBefore(20), ...attack], { ...everything, gaps: ['one region failed'] }),
    )
    expect(new Set(indicators.map(({ type, status }) => `${type} ${status}`))).toEqual(
      new Set(indicatorTypes.map((type) => `${type} observed`)),
    )
    for (const { eventIds, coverage } of indicators) {
      expect(eventIds.length).toBeGreaterThan(0)
      expect(coverage).toMatchObject({ regions: ['eu-west-1', 'us-east-1'], baselineDays: 20 })
      expect(coverage.gaps.slice(0, 2)).toEqual(['one region failed', 'records of 20 of the 45 days before the scope'])
    }
  })

  it('are the same whatever order the records came in', () => {
    const drawn = fc.array(fc.tuple(someEvent, fc.nat()), { maxLength: 40 })
    fc.assert(
      fc.property(drawn, (all) => {
        const events = all.map(([event]) => event)
        const shuffled = [...all].sort((a, b) => a[1] - b[1]).map(([event]) => event)
        const baseline = onDaysBefore(15)
        const whole = indicatorsOf(inputOf([...baseline, ...events], given))
        expect(indicatorsOf(inputOf([...shuffled, ...baseline], given))).toEqual(whole)
        expect(whole.map(({ type }) => type)).toEqual([...whole.map(({ type }) => type)].sort(inTypeOrder))
      }),
      { numRuns: 60 },
    )
  })

  it('leave the facts as they were', () => {
    const input = inputOf([...onDaysBefore(15), anEvent({ sourceIp: '203.0.113.9' })], given)
    const before = structuredClone(input.facts)
    indicatorsOf(input)
    expect(input.facts).toEqual(before)
  })
})

function inTypeOrder(a: (typeof indicatorTypes)[number], b: (typeof indicatorTypes)[number]): number {
  return indicatorTypes.indexOf(a) - indicatorTypes.indexOf(b)
}
