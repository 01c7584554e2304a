import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { timelineOf } from '../../../../src/evidence/timeline/timeline-of.js'
import { account, anEvent, at, aUser, factsOf, someEvent } from '../../../support/fixtures/gathered-events.js'

const ana = `user:${account}:ana`

function step(eventSource: string, eventName: string, hour: number, changes: Partial<CloudTrailEvent> = {}) {
  const source = `${eventSource}.amazonaws.com`
  return anEvent({ eventSource: source, eventName, eventTime: at(hour), readOnly: false, ...changes })
}

describe('the timeline', () => {
  it('tells in order what the actor did, to what and with what result; reads are left out', () => {
    const events = [
      step('cloudtrail', 'StopLogging', 11, { errorCode: 'AccessDenied' }),
      step('iam', 'CreateUser', 10, { target: { type: 'user', name: 'backdoor' } }),
      step('iam', 'CreateAccessKey', 10.1, { target: { type: 'user', name: 'backdoor' } }),
      anEvent({ eventTime: at(10.5) }),
      step('iam', 'CreateUser', 10.2, { actor: aUser('bo') }),
    ]
    const { entries, dropped } = timelineOf(factsOf(events), [ana])
    expect(entries).toMatchObject([
      { at: at(10), kind: 'identity', what: 'CreateUser', target: { name: 'backdoor' }, outcome: 'ok', times: 1 },
      { at: at(10.1), kind: 'credential', what: 'CreateAccessKey', eventId: events[2]?.eventId },
      { at: at(11), kind: 'monitoring', what: 'StopLogging', outcome: 'denied', errorCode: 'AccessDenied' },
    ])
    expect(dropped).toEqual({ entries: 0, records: 0 })
  })

  it('takes a step that repeats as one line, and a sign-in that failed not for one that succeeded', () => {
    const secrets = [9, 9.1, 9.2].map((hour) => step('secretsmanager', 'GetSecretValue', hour, { readOnly: true }))
    const signIns = ['Failure', 'Failure', 'Success'].map((ConsoleLogin, i) =>
      step('signin', 'ConsoleLogin', 10 + i, { responseElements: { ConsoleLogin } }),
    )
    const { entries } = timelineOf(factsOf([...secrets, ...signIns]), [ana])
    expect(entries.map(({ what, outcome, times, until }) => [what, outcome, times, until])).toEqual([
      ['GetSecretValue', 'ok', 3, at(9.2)],
      ['ConsoleLogin', 'failed', 2, at(11)],
      ['ConsoleLogin', 'ok', 1, at(12)],
    ])
    expect(entries[0]?.eventIds).toEqual(secrets.map(({ eventId }) => eventId))
  })

  it('beyond its limit keeps what is about identities and monitoring, and says how much is left out', () => {
    const noise = Array.from({ length: 5 }, (_, i) => step('ec2', i % 2 ? 'RunInstances' : 'StopInstances', 9 + i / 10))
    const deed = step('iam', 'PutRolePolicy', 12)
    const { entries, dropped } = timelineOf(factsOf([...noise, deed]), [ana], 2)
    expect(entries.map(({ what }) => what)).toEqual(['StopInstances', 'PutRolePolicy'])
    expect(dropped.entries).toBe(4)
  })

  it('is the same in whatever order the records came, and counts each record once', () => {
    const shuffled = fc
      .array(someEvent, { maxLength: 40 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const facts = factsOf(all)
        const timeline = timelineOf(facts, [...facts.scope.actors.keys()])
        expect(timelineOf(factsOf(other), [...facts.scope.actors.keys()])).toEqual(timeline)
        expect(timeline.entries.reduce((sum, { times }) => sum + times, 0)).toBe(facts.scope.notable.length)
      }),
      { numRuns: 40 },
    )
  })
})
