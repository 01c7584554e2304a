import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { FactsGatherer, type GatheringWindow } from '../../../../src/evidence/facts/facts-gatherer.js'
import type { TrailFacts } from '../../../../src/evidence/facts/trail-facts.js'
import {
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  someEvent,
  wholeDay,
} from '../../../support/fixtures/gathered-events.js'

/** So narrow that limits cut in nearly every run. */
const narrow: GatheringWindow = {
  ...wholeDay,
  notableLimit: {
    scope: { events: 5, perCall: 2, perAddress: 2, perRead: 2, large: 2 },
    baseline: { events: 3, perCall: 1, perAddress: 1, perRead: 1, large: 1 },
  },
}

function gather(events: readonly CloudTrailEvent[], window: GatheringWindow = narrow): TrailFacts {
  const gatherer = new FactsGatherer(window)
  for (const event of events) gatherer.add(event)
  return gatherer.facts()
}

const mixed = fc.array(fc.tuple(someEvent, fc.nat()), { maxLength: 60 })

describe('gathering facts', () => {
  it('gives the same facts in whatever order the records come', () => {
    fc.assert(
      fc.property(mixed, (drawn) => {
        const shuffled = [...drawn].sort((a, b) => a[1] - b[1])
        expect(gather(shuffled.map(([event]) => event))).toEqual(gather(drawn.map(([event]) => event)))
      }),
      { numRuns: 60 },
    )
  })

  it('counts what a plain count of the records gives', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 80 }), (events) => {
        const { scope, baseline } = gather(events)
        const within = events.filter(({ eventTime }) => eventTime >= at(0) && eventTime <= at(24))
        const failed = within.filter(({ errorCode }) => errorCode !== undefined)
        expect([scope.ok + scope.failed, scope.failed]).toEqual([within.length, failed.length])
        expect(baseline.ok + baseline.failed).toBe(events.filter(({ eventTime }) => eventTime < at(0)).length)
        for (const tallies of [scope.actors, scope.actors.values().next().value?.byRegion]) {
          const calls = [...(tallies?.values() ?? [])].reduce((sum, { ok, failed }) => sum + ok + failed, 0)
          expect(calls).toBeLessThanOrEqual(within.length)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('the windows', () => {
  it('hold a record of their first and last moment, and none outside', () => {
    const moments = [at(-45 * 24 - 0.01), at(-45 * 24), at(-0.01), at(0), at(24), at(24.01)]
    const { scope, baseline } = factsOf(moments.map((eventTime) => anEvent({ eventTime })))
    expect([baseline.ok, scope.ok]).toEqual([2, 2])
  })
})

describe('a tally', () => {
  it('names the ten earliest records, and counts all', () => {
    const events = Array.from({ length: 25 }, (_, i) => anEvent({ eventTime: at(20 - i / 2) }))
    const { scope } = factsOf(events)
    const earliest = [...events].sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1)).slice(0, 10)
    expect(scope.eventIds.map(({ eventId }) => eventId)).toEqual(earliest.map(({ eventId }) => eventId))
    expect(scope.ok).toBe(25)
  })

  it('tells denied calls from failed ones, and a failed sign-in from a good one', () => {
    const signIn = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' }
    const { scope } = factsOf([
      anEvent({ errorCode: 'Client.UnauthorizedOperation' }),
      anEvent({ errorCode: 'ThrottlingException' }),
      anEvent({ ...signIn, errorMessage: 'Failed authentication' }),
      anEvent({ ...signIn, responseElements: { ConsoleLogin: 'Failure' } }),
      anEvent({ ...signIn, responseElements: { ConsoleLogin: 'Success' } }),
    ])
    expect([scope.ok, scope.failed, scope.denied]).toEqual([1, 4, 1])
  })
})

describe('an actor', () => {
  it('has the path that any of its records tells, in whatever order they come', () => {
    const withPath = anEvent({ actor: aSessionOf({ role: 'ci', session: 'a', path: '/team/' }) })
    const { issuerArn: _, ...bare } = aSessionOf({ role: 'ci', session: 'a' })
    const withoutPath = anEvent({ actor: bare })
    for (const events of [
      [withPath, withoutPath],
      [withoutPath, withPath],
    ]) {
      const actors = [...factsOf(events).scope.actors.values()]
      expect(actors.map(({ actor }) => actor.arn)).toEqual(['arn:aws:iam::111122223333:role/team/ci'])
    }
  })
})

describe('a credential', () => {
  it('is told by key and principal together: temporary key ids repeat', () => {
    const actors = ['ci', 'ops'].map((role) => aSessionOf({ role, session: 's', accessKeyId: 'ASIASAME' }))
    const { keys } = factsOf(actors.map((actor) => anEvent({ actor }))).scope
    expect([...keys.values()].map(({ principalId }) => principalId)).toEqual(['AROACI:s', 'AROAOPS:s'])
  })

  it('without a key id is told by the moment it was issued; a password sign-in is none', () => {
    const early = aSessionOf({ role: 'ci', session: 's', issuedAt: at(8) })
    const late = aSessionOf({ role: 'ci', session: 's', issuedAt: at(9) })
    const { accessKeyId: _, ...user } = aUser('ana')
    const { keys } = factsOf([early, early, late, user].map((actor) => anEvent({ actor }))).scope
    expect([...keys.values()].map(({ sessionIssuedAt, ok }) => [sessionIssuedAt, ok])).toEqual([
      [at(8), 2],
      [at(9), 1],
    ])
  })
})
