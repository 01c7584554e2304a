import fc from 'fast-check'
import { investigate } from '../../../../src/evidence/investigate.js'
import {
  account,
  anEvent,
  aSessionOf,
  at,
  aUser,
  factsOf,
  someEvent,
} from '../../../support/fixtures/gathered-events.js'
import {
  accusationOf,
  blinding,
  change,
  investigated,
  keyMade,
  names,
  notProposedAs,
  proposedAs,
  reads,
  takeover,
} from './proposal-case.js'

const key = (type: string, name: string) => `${type}:${account}:${name}`

describe('who is proposed for a block', () => {
  it('is who did what nobody does as daily work, with the records that tell it', () => {
    const deed = blinding(aUser('mallory'))
    const found = investigated([deed, ...reads(aUser('ana'), 20)])
    expect(names(found)).toEqual(['mallory'])
    expect(proposedAs(found, 'mallory')).toMatchObject({
      arn: `arn:aws:iam::${account}:user/mallory`,
      type: 'user',
      eventIds: expect.arrayContaining([deed.eventId]),
    })
    expect(found.verdict.statement).toContain('user mallory is proposed for a block')
  })

  it('comes first who did more, and over more tactics', () => {
    const found = investigated([...takeover(aUser('mallory')), blinding(aUser('mallory')), blinding(aUser('eve'))])
    expect(names(found)).toEqual(['mallory', 'eve'])
    expect(proposedAs(found, 'mallory')?.confidence).toBe('high')
    expect(proposedAs(found, 'mallory')?.tactics.length).toBeGreaterThan(1)
  })

  it('is nobody where there is nothing but ordinary work, and what would change that is said', () => {
    const found = investigated([...reads(aUser('ana'), 30), ...reads(aSessionOf({ role: 'ci', session: 'build' }), 9)])
    expect(found.proposed).toEqual([])
    expect(found.verdict).toMatchObject({
      confidence: 'none',
      statement: expect.stringContaining('Nobody is proposed'),
    })
    expect(found.verdict.wouldChange.length).toBeGreaterThan(0)
    expect(found.notProposed.map(({ kind }) => kind)).toEqual(['ordinary', 'ordinary'])
  })

  it('is nobody for looking around alone, however much of it', () => {
    const listings = ['ListUsers', 'ListRoles', 'GetAccountAuthorizationDetails', 'ListPolicies'].flatMap((eventName) =>
      reads(aUser('ana'), 25, { eventSource: 'iam.amazonaws.com', eventName }),
    )
    const found = investigated(listings)
    expect(found.proposed).toEqual([])
    expect(notProposedAs(found, 'ana')).toMatchObject({ kind: 'ordinary', standsOut: false })
  })

  it('is nobody, and who looked around most is named to be asked, before all who did nothing', () => {
    const looked = ['ListUsers', 'ListRoles', 'ListGroups', 'ListPolicies', 'GetAccountSummary', 'ListAccessKeys']
    const found = investigated([
      ...reads(aUser('ana'), 40),
      ...looked.flatMap((eventName) => reads(aUser('zoe'), 1, { eventSource: 'iam.amazonaws.com', eventName })),
    ])
    expect(found.verdict.statement).toMatch(/nobody stands out\. user zoe looked around most .*proposes nobody/)
    expect(found.notProposed.map(({ name }) => name)).toEqual(['zoe', 'ana'])
    expect(investigated(reads(aUser('ana'), 40)).verdict.statement).not.toContain('looked around')
  })

  it('is no ordinary user beside an attacker, not even at the same address', () => {
    const found = investigated([...takeover(aUser('mallory')), ...reads(aUser('ana'), 12)])
    expect(names(found)).toEqual(['mallory'])
    const reason = notProposedAs(found, 'ana')?.reason
    expect(reason).toContain('12 calls')
    expect(reason).toContain('198.51.100.7')
  })

  it('is nobody who did one thing of little weight beside somebody who did much', () => {
    const faint = change('iam CreateUser', { userName: 'temp' }, { actor: aUser('ana'), sourceIp: '203.0.113.9' })
    const found = investigated([...takeover(aUser('mallory')), blinding(aUser('mallory')), faint])
    expect(names(found)).toEqual(['mallory'])
  })

  it('is nobody whose one act of medium weight has small things around it beside somebody who did twice as much', () => {
    const away = { actor: aUser('deploy'), sourceIp: '203.0.113.9' }
    const deployed = [
      change('lambda UpdateFunctionCode20150331v2', { functionName: 'f' }, away),
      change('iam CreateUser', { userName: 'temp' }, away),
      change('ec2 CreateKeyPair', { keyName: 'k' }, away),
    ]
    const found = investigated([...takeover(aUser('mallory')), ...deployed])
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'deploy')).toMatchObject({ kind: 'faint', standsOut: true })
    expect(investigated(deployed).proposed).toMatchObject([{ name: 'deploy', confidence: 'low' }])
  })

  it('is whom a trusted, grave finding accuses, and the doubt is said where nothing else speaks against it', () => {
    const events = reads(aUser('ana'), 3)
    const found = investigated(events, { accusations: [accusationOf(key('user', 'ana'))] })
    expect(names(found)).toEqual(['ana'])
    expect(found.proposed[0]?.reasons[0]).toContain('finding of guardduty')
    expect(found.verdict.doubts.join(' ')).toContain('accused')
  })

  it.each([
    ['a sample', { sample: true }],
    ['one whose sender is not proven', { trusted: false }],
    ['a slight one', { severity: 2 }],
  ])('is nobody because of %s alone', (_title, more) => {
    const found = investigated(reads(aUser('ana'), 3), { accusations: [accusationOf(key('user', 'ana'), more)] })
    expect(found.proposed).toEqual([])
  })

  it('is nobody that records do not show: an accused one without records is named as unseen', () => {
    const found = investigated(reads(aUser('ana'), 3), { accusations: [accusationOf(key('user', 'bo'))] })
    expect(found.proposed).toEqual([])
    expect(notProposedAs(found, 'bo')).toMatchObject({ kind: 'unseen' })
  })

  it('with a question about one principal, is only that one and those joined with it by credentials', () => {
    const found = investigated([blinding(aUser('mallory')), ...takeover(aUser('eve'))], {
      focusKey: key('user', 'mallory'),
    })
    expect(names(found)).toEqual(['mallory'])
    expect(notProposedAs(found, 'eve')).toMatchObject({ kind: 'otherPrincipal', standsOut: true })
    expect(found.verdict.statement).toContain('Not asked about, and standing out: user eve')
  })
})

describe('attempts', () => {
  const denied = { errorCode: 'AccessDenied' }

  it('count for somebody who did little else, with low confidence', () => {
    const found = investigated([blinding(aUser('mallory'), denied), blinding(aUser('mallory'), denied)])
    expect(names(found)).toEqual(['mallory'])
    expect(found.verdict.doubts.join(' ')).toContain('failed')
    expect(proposedAs(found, 'mallory')?.confidence).not.toBe('high')
  })

  it('weigh less than what succeeded', () => {
    const tried = investigated([blinding(aUser('mallory'), denied)])
    const done = investigated([blinding(aUser('mallory'))])
    expect(tried.proposed[0]?.score ?? 0).toBeLessThan(done.proposed[0]?.score ?? 0)
  })
})

describe('a key that somebody else made', () => {
  it('makes its owner a victim to look at again, where it was not used', () => {
    const found = investigated([
      ...takeover(aUser('mallory')),
      keyMade(aUser('mallory'), 'bo', 'AKIABO'),
      ...reads(aUser('bo', 'AKIABOOWN'), 2, { eventTime: at(10), sourceIp: '203.0.113.50' }),
    ])
    expect(names(found)).not.toContain('bo')
    expect(notProposedAs(found, 'bo')).toMatchObject({ kind: 'victim', reason: expect.stringContaining('AKIABO') })
  })

  it('puts its owner on the list where it was used from the address of whoever made it: one hand does both', () => {
    const made = keyMade(aUser('mallory'), 'bo', 'AKIABO')
    const found = investigated([made, ...reads(aUser('bo', 'AKIABO'), 2, { eventTime: at(10) })])
    expect(names(found)).toEqual(expect.arrayContaining(['mallory', 'bo']))
  })

  it('puts its owner on the list where it was used for an attack', () => {
    const found = investigated([
      ...takeover(aUser('mallory')),
      keyMade(aUser('mallory'), 'bo', 'AKIABO'),
      blinding(aUser('bo', 'AKIABO'), { eventTime: at(10) }),
    ])
    expect(names(found)).toEqual(expect.arrayContaining(['mallory', 'bo']))
    expect(proposedAs(found, 'bo')?.reasons.join(' ')).toContain('which user mallory made for it')
  })
})

describe('the answer', () => {
  it('does not hang on the order of records', () => {
    const busy = [...takeover(aUser('mallory')), blinding(aUser('eve')), ...reads(aUser('ana'), 5)]
    fc.assert(
      fc.property(
        fc.array(someEvent, { maxLength: 30 }).chain((events) => {
          const all = [...events, ...busy].map((event, i) => ({ ...event, eventId: `id-${i}` }))
          return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
        }),
        ([events, shuffled]) => {
          const options = { sources: [], read: 0, unique: 0 }
          expect(investigate(factsOf(shuffled), options)).toEqual(investigate(factsOf(events), options))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('names records for every reason of a proposal that is not a finding', () => {
    const found = investigated([...takeover(aUser('mallory')), anEvent()])
    for (const { because } of found.proposed) {
      for (const { text, eventIds } of because) expect([text, eventIds.length > 0]).toEqual([text, true])
    }
  })

  it('says that one record is little', () => {
    expect(investigated([blinding(aUser('mallory'))]).verdict.doubts.join(' ')).toContain('a single record')
  })

  it('says what sources did not answer and what was skipped', () => {
    const failed = { name: 'CloudTrail', status: 'failed' as const, requests: 1, events: 0, skipped: 3 }
    const { doubts } = investigated([blinding(aUser('mallory'))], { sources: [failed] }).verdict
    expect(doubts.join(' ')).toContain('CloudTrail failed')
    expect(doubts.join(' ')).toContain('3 pieces of the input are no record')
  })
})
