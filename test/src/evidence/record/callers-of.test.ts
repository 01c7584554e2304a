import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { actorOf } from '../../../../src/evidence/record/actor-of.js'
import { actorsOf, callersOf, recordsOf } from '../../../../src/evidence/record/callers-of.js'

/** Records that are kept share one object for one caller. */
const callers: CloudTrailEvent['actor'][] = [
  { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/one', principalId: 'AROAEXAMPLE:one' },
  { type: 'AssumedRole', principalId: 'AROAEXAMPLE:one' },
  { type: 'IAMUser', userName: 'bo' },
  { type: 'AWSService' },
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  { type: 'AWSAccount', principalId: 'AIDAEXAMPLE' },
]

const someEvent: fc.Arbitrary<CloudTrailEvent> = fc.record({
  eventId: fc.uuid(),
  eventTime: fc.constant('2026-03-01T10:00:00Z'),
  eventSource: fc.constantFrom('sts.amazonaws.com', 's3.amazonaws.com'),
  eventName: fc.constant('AssumeRole'),
  accountId: fc.constantFrom('111122223333', '444455556666'),
  sourceIp: fc.constantFrom('198.51.100.7', 'config.amazonaws.com'),
  actor: fc.constantFrom(...callers),
})

describe('the callers of records', () => {
  it('are those that each record tells by itself, whatever it shares with others', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 20 }), (events) => {
        const alone = events.map((event) => actorOf(event))
        expect(actorsOf(events)).toEqual(alone)
        expect(callersOf(events)).toEqual(alone.map(({ key }) => key))
      }),
    )
  })

  it('have each of the records once, in their order', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 20 }), (events) => {
        const keys = new Set(events.map((event) => actorOf(event).key))
        for (const key of keys) {
          expect(recordsOf(events, key)).toEqual(events.filter((event) => actorOf(event).key === key))
        }
        expect(recordsOf(events, 'nobody')).toEqual([])
      }),
    )
  })
})
