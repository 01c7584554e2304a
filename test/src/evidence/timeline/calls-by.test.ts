import fc from 'fast-check'
import { type CallsDimension, callsBy } from '../../../../src/evidence/timeline/calls-by.js'
import { account, anEvent, at, aUser, factsOf, someEvent } from '../../../support/fixtures/gathered-events.js'

describe('calls by what they have in common', () => {
  it('are all calls of the scope, for what every record has', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
        const facts = factsOf(events)
        for (const dimension of ['ip', 'method', 'region'] as const) {
          const rows = callsBy(facts, dimension)
          expect(rows.reduce((sum, { ok }) => sum + ok, 0)).toBe(facts.scope.ok)
          expect(rows.reduce((sum, { failed }) => sum + failed, 0)).toBe(facts.scope.failed)
        }
      }),
      { numRuns: 30 },
    )
  })

  const events = [
    anEvent({ eventTime: at(8) }),
    anEvent({ eventTime: at(9), errorCode: 'AccessDenied' }),
    anEvent({
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPolicy',
      readOnly: false,
      sourceIp: '203.0.113.9',
      actor: aUser('ana', 'AKIAOTHER'),
      target: { type: 'bucket', name: 'payroll' },
    }),
    anEvent({ actor: aUser('bo') }),
  ]

  it.each<[CallsDimension, (readonly [string, number, number])[]]>([
    [
      'ip',
      [
        ['198.51.100.7', 1, 1],
        ['203.0.113.9', 1, 0],
      ],
    ],
    [
      'method',
      [
        ['ec2.amazonaws.com DescribeInstances', 1, 1],
        ['s3.amazonaws.com PutBucketPolicy', 1, 0],
      ],
    ],
    [
      'key',
      [
        ['AKIAANA', 1, 1],
        ['AKIAOTHER', 1, 0],
      ],
    ],
    ['region', [['us-east-1', 2, 1]]],
    ['resource', [['bucket payroll', 1, 0]]],
  ])('by %s, of one actor: the busiest first', (dimension, expected) => {
    const rows = callsBy(factsOf(events), dimension, `user:${account}:ana`)
    expect(rows.map(({ name, ok, failed }) => [name, ok, failed])).toEqual(expected)
  })

  it('name the records, and when the first and the last was', () => {
    expect(callsBy(factsOf(events), 'key', `user:${account}:ana`)[0]).toMatchObject({
      firstSeen: at(8),
      lastSeen: at(9),
      denied: 1,
      eventIds: events.slice(0, 2).map(({ eventId }) => eventId),
    })
  })
})
