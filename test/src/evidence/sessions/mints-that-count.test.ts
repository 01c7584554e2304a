import fc from 'fast-check'
import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import type { TrailFacts } from '../../../../src/evidence/facts/trail-facts.js'
import { mintsThatCount, type WhoCounts } from '../../../../src/evidence/sessions/mints-that-count.js'
import type { Session } from '../../../../src/evidence/sessions/session.js'
import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import {
  account,
  anAssumption,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  someEvent,
} from '../../../support/fixtures/gathered-events.js'

const few: WhoCounts = { aliveAtMs: Date.parse(at(23)), mostUnused: 1 }

function counting(facts: TrailFacts, who: Partial<WhoCounts> = {}) {
  const { mints, ...leftOut } = mintsThatCount(facts, { ...few, ...who })
  return { keys: [...mints].map(({ accessKeyId }) => accessKeyId), ...leftOut }
}

function usedIn(sessions: readonly Session[]): Session[] {
  return sessions.filter(({ calls }) => calls > 0)
}

/** The role's credentials, asked for once every tenth of an hour. */
function asked(times: number, by: CloudTrailEvent['actor'] = aUser('ana'), role = 'ci'): CloudTrailEvent[] {
  return Array.from({ length: times }, (_, n) =>
    anAssumption({ by, role, session: `s${n}`, key: `ASIA${role}${n}`, eventTime: at(9 + n / 10) }),
  )
}

describe('of the credentials that a large log hands out', () => {
  it('whatever was used is traced as if all of them were held', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 60 }), (events) => {
        const facts = factsOf(events)
        const { mints } = mintsThatCount(facts, few)
        expect(usedIn(sessionsOf(facts, mints))).toEqual(usedIn(sessionsOf(facts)))
      }),
      { numRuns: 150 },
    )
  })

  it('one that was used counts, however many others its caller asked for', () => {
    const used = anEvent({
      actor: aSessionOf({ role: 'ci', session: 's3', accessKeyId: 'ASIAci3' }),
      eventTime: at(9.4),
    })
    expect(counting(factsOf([...asked(20), used])).keys).toEqual(['ASIAci3', 'ASIAci19'])
  })

  it('one whose calls name no key counts for the moment at which it was issued', () => {
    const { accessKeyId: _, ...bare } = aSessionOf({ role: 'ci', session: 's3', accessKeyId: 'ASIAci3' })
    const used = anEvent({ actor: { ...bare, sessionIssuedAt: at(9.3) }, eventTime: at(9.4) })
    expect(counting(factsOf([...asked(20), used])).keys).toContain('ASIAci3')
  })

  it('the latest of each caller for each role stands for the others, and these are counted', () => {
    const events = [...asked(30), ...asked(20, aUser('ana'), 'ops'), ...asked(10, aUser('bob'))]
    const { keys, leftOut } = counting(factsOf(events))
    expect(keys.sort()).toEqual(['ASIAci29', 'ASIAci9', 'ASIAops19'])
    expect(leftOut).toBe(57)
  })

  it('those that may be alive at the moment that is asked about are told, if they are left out', () => {
    const facts = factsOf(asked(30))
    expect(counting(facts).leftOutAlive).toBe(0)
    // Asked for from 9:00 to 11:54, for an hour each: what was issued after 11:00, but the last, is alive at noon.
    expect(counting(facts, { aliveAtMs: Date.parse(at(12)) }).leftOutAlive).toBe(8)
  })

  it('those of whom the question is about count before others', () => {
    const facts = factsOf([...asked(30), ...asked(30, aUser('bob'), 'ops')])
    const askedKeys = new Set([`user:${account}:bob`])
    const { keys } = counting(facts, { askedKeys, mostUnused: 40 })
    expect(keys.filter((key) => key.startsWith('ASIAops'))).toHaveLength(30)
    expect(keys.filter((key) => key.startsWith('ASIAci')).length).toBeLessThan(30)
  })

  it('a long-term key counts whether it was used or not', () => {
    const made = anEvent({
      eventName: 'CreateAccessKey',
      actor: aUser('ana'),
      eventTime: at(8),
      created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'ana' },
    })
    expect(counting(factsOf([made, ...asked(20)])).keys).toContain('AKIANEW')
  })

  it('both accounts’ records of one call count together', () => {
    const other = '444455556666'
    const call = { role: 'ops', session: 'hop', key: 'ASIAX', sharedEventId: 'shared-1', eventTime: at(9) }
    const far = aSessionOf({ role: 'far', session: 'x', accessKeyId: 'ASIAFAR', accountId: other })
    const called = anAssumption({ by: { type: 'AWSAccount', accountId: other, principalId: 'AROAFAR:x' }, ...call })
    const { issued: _, ...caller } = { ...anAssumption({ by: far, ...call }), accountId: other }
    const requested = {
      ...caller,
      requestParameters: { roleArn: `arn:aws:iam::${account}:role/ops`, roleSessionName: 'hop' },
    }
    const use = anEvent({
      actor: aSessionOf({ role: 'ops', session: 'hop', accessKeyId: 'ASIAX' }),
      eventTime: at(9.2),
    })
    const facts = factsOf([called, requested, use, ...asked(20)])
    const { mints } = mintsThatCount(facts, few)
    expect(usedIn(sessionsOf(facts, mints))).toEqual(usedIn(sessionsOf(facts)))
  })

  it('all count of a log that hands out few', () => {
    const facts = factsOf(asked(20))
    expect(counting(facts, { mostUnused: 20 })).toMatchObject({ leftOut: 0, leftOutAlive: 0 })
    expect(counting(facts, { mostUnused: 20 }).keys).toHaveLength(20)
  })
})
