import fc from 'fast-check'
import { addObservation, initialVerdict } from '../../../src/containment/verdict.js'
import type { BlockObservation, Suspect, Verdict } from '../../../src/domain/verdict.js'
import { anObservation } from '../../support/fixtures/incident-events.js'

const call = { eventId: 'e1', eventName: 'ListBuckets', eventTime: '2026-03-01T10:05:00Z' }
const act = {
  what: 'DeleteRolePolicy DenyAll-x',
  by: 'arn:aws:iam::111122223333:user/mallory',
  at: '2026-03-01T10:05:00Z',
}

const unknown: Suspect = { kind: 'user', name: 'x', createdAt: '2026-03-01T10:00:02Z', by: null, cause: 'unknown' }
const proven: Suspect = { ...unknown, by: 'arn:aws:iam::111122223333:user/eve', cause: 'principal' }

/** A full look that saw the policy held, and nothing else. */
function look(changes: Partial<BlockObservation> = {}): BlockObservation {
  return anObservation({ denied: 0, ...changes })
}

function after(looks: BlockObservation[], soakComplete = true): Verdict {
  return looks.reduce((verdict, one) => addObservation(verdict, one, { soakComplete }), initialVerdict())
}

describe('the verdict', () => {
  it('knows nothing before the first look', () => {
    expect(initialVerdict()).toEqual({
      policy: 'unknown',
      enforcement: 'notObserved',
      simulation: 'unknown',
      tampering: [],
      suspects: [],
      trailUnread: 3,
      contained: false,
    })
  })

  it('is not contained where no look that was to ask CloudTrail got an answer, however few there were', () => {
    const unread = look({ eventsRead: false })
    for (const looks of [[unread], [unread, unread], [unread, unread, unread, unread]]) {
      expect(after(looks)).toMatchObject({ policy: 'held', trailUnread: 3, contained: false })
    }
  })

  it('is contained where one of the last three looks that were to ask CloudTrail got an answer, and not with the third that did not', () => {
    const unread = look({ eventsRead: false })
    expect(after([unread, look(), unread, unread])).toMatchObject({ trailUnread: 2, contained: true })
    expect(after([look(), unread, unread, unread])).toMatchObject({ trailUnread: 3, contained: false })
    expect(after([look(), unread, unread, unread, look()]).trailUnread).toBeUndefined()
  })

  it('a look that is not to ask CloudTrail says nothing of it', () => {
    const glance = look({ depth: 'account', eventsRead: false })
    expect(after([look(), glance, glance, glance, glance])).toMatchObject({ contained: true })
    expect(after([glance])).toMatchObject({ trailUnread: 3, contained: false })
  })

  it('a look that could not ask CloudTrail makes up for nothing that one before it could not read to its end', () => {
    const cut = look({ eventsRead: false, eventsCut: true })
    expect(after([look(), cut, look({ eventsRead: false })])).toMatchObject({ trailCut: true, contained: false })
    expect(after([cut, look()]).trailCut).toBeUndefined()
  })

  it('is never contained before the soak is over', () => {
    expect(after([look({ denied: 5 }), look({ denied: 5 })], false).contained).toBe(false)
  })

  it('is contained once the policy held through the soak, and says whether a denial was seen', () => {
    expect(after([look()])).toMatchObject({ contained: true, enforcement: 'notObserved' })
    expect(after([look(), look({ denied: 1 })])).toMatchObject({ contained: true, enforcement: 'observed' })
  })

  it('a success after the window means violated, whatever else was denied', () => {
    expect(after([look({ denied: 9 }), look({ denied: 9, succeeded: [call] }), look({ denied: 9 })])).toMatchObject({
      contained: false,
      enforcement: 'violated',
    })
  })

  it('a success within the window changes nothing: it is to be looked into', () => {
    expect(after([look({ inWindow: [call], denied: 1 })])).toMatchObject({ contained: true, enforcement: 'observed' })
  })

  it('an observed denial stays observed when later looks see none', () => {
    expect(after([look({ denied: 1 }), look()]).enforcement).toBe('observed')
  })

  it('a look without CloudTrail says nothing about enforcement', () => {
    expect(after([look({ eventsRead: false })]).enforcement).toBe('notObserved')
    expect(after([look({ denied: 1 }), look({ eventsRead: false })]).enforcement).toBe('observed')
  })

  it('a success found in a part of the trail is a success', () => {
    expect(after([look({ succeeded: [call], eventsRead: false })])).toMatchObject({
      enforcement: 'violated',
      contained: false,
    })
  })

  it('a policy that went missing and came back did not hold', () => {
    const verdict = after([look(), look({ policy: 'missing' }), look({ policy: 'missing' }), look()])
    expect(verdict).toMatchObject({ policy: 'held', contained: false })
    expect(verdict.tampering).toEqual([{ what: 'block policy missing', by: null, at: '2026-03-01T10:02:00Z' }])
  })

  it('a miss names what of the block is not there', () => {
    const missing = ['PutUserPolicy DenyAll-x: missing', 'UpdateAccessKey AKIA1: altered']
    expect(after([look({ policy: 'missing', missing })]).tampering).toMatchObject([
      { what: 'block policy missing: PutUserPolicy DenyAll-x: missing; UpdateAccessKey AKIA1: altered' },
    ])
  })

  it('a look of depth policy leaves enforcement, suspects and simulation as they were', () => {
    const full = after([look({ denied: 1, suspects: [unknown] })])
    const shallow: Partial<BlockObservation> = {
      depth: 'policy',
      suspects: [],
      simulation: { status: 'allowed', notDenied: [] },
    }
    const verdict = addObservation(full, look({ ...shallow, succeeded: [call] }), { soakComplete: true })
    expect(verdict).toEqual(full)
    expect(addObservation(full, look({ ...shallow, policy: 'missing' }), { soakComplete: true })).toMatchObject({
      policy: 'missing',
      tampering: [{ what: 'block policy missing' }],
    })
  })

  it('the simulator is believed where it denies or allows, and the newest answer counts', () => {
    const answered = (status: BlockObservation['simulation']['status']) =>
      look({ simulation: { status, notDenied: [] } })
    expect(after([answered('allowed')])).toMatchObject({ simulation: 'allowed', contained: false })
    expect(after([answered('allowed'), answered('unavailable')])).toMatchObject({ simulation: 'allowed' })
    expect(after([answered('allowed'), answered('denied')])).toMatchObject({ simulation: 'denied', contained: true })
    expect(after([answered('notAsked')])).toMatchObject({ simulation: 'unknown', contained: true })
  })

  it('is not contained while there are suspects; the newest list replaces the older', () => {
    expect(after([look({ suspects: [unknown] })])).toMatchObject({ suspects: [unknown], contained: false })
    expect(after([look({ suspects: [unknown] }), look({ suspects: [] })])).toMatchObject({
      suspects: [],
      contained: true,
    })
    expect(after([look({ suspects: [unknown] }), look({ suspects: null })])).toMatchObject({ suspects: [unknown] })
  })

  it('a suspect that the principal is known to have made stays, and keeps its cause', () => {
    expect(after([look({ suspects: [proven] }), look({ suspects: [] })])).toMatchObject({
      suspects: [proven],
      contained: false,
    })
    expect(after([look({ suspects: [unknown] }), look({ suspects: [proven] })]).suspects).toEqual([proven])
    const again = { ...unknown, name: 'X' }
    expect(after([look({ suspects: [proven] }), look({ depth: 'account', suspects: [again] })]).suspects).toEqual([
      proven,
    ])
  })

  it('the same act seen by several looks is one act', () => {
    expect(after([look({ tampering: [act] }), look({ tampering: [act, act] })]).tampering).toEqual([act])
  })

  it('once violated or tampered with, it is never contained again; nor where none of the last three looks could read CloudTrail', () => {
    const looks = fc.array(
      fc.record({
        policy: fc.constantFrom('held' as const, 'missing' as const, 'altered' as const),
        denied: fc.nat(3),
        succeeded: fc.array(fc.constant(call), { maxLength: 1 }),
        tampering: fc.array(fc.constant(act), { maxLength: 1 }),
        eventsRead: fc.boolean(),
        suspects: fc.option(fc.subarray([unknown, { ...proven, name: 'y' }])),
        simulated: fc.constantFrom('denied' as const, 'allowed' as const, 'unavailable' as const, 'notAsked' as const),
        soakComplete: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(looks, (sequence) => {
        let verdict = initialVerdict()
        let spoiled = false
        const read: boolean[] = []
        for (const { soakComplete, simulated, ...changes } of sequence) {
          const before = verdict
          const seen = look({ ...changes, simulation: { status: simulated, notDenied: [] } })
          verdict = addObservation(verdict, seen, { soakComplete })
          spoiled ||= changes.policy !== 'held' || changes.tampering.length > 0
          spoiled ||= changes.succeeded.length > 0
          read.push(changes.eventsRead)
          const isUnread = !read.slice(-3).includes(true)
          const isDoubted = verdict.suspects.length > 0 || verdict.simulation === 'allowed' || isUnread
          expect(verdict.contained).toBe(soakComplete && !spoiled && !isDoubted)
          const kept = before.suspects.filter(({ cause }) => cause === 'principal')
          expect(verdict.suspects).toEqual(expect.arrayContaining(kept))
          expect(verdict.tampering.slice(0, before.tampering.length)).toEqual(before.tampering)
          expect(rank(verdict)).toBeGreaterThanOrEqual(rank(before))
        }
      }),
    )
  })
})

function rank({ enforcement }: Verdict): number {
  return ['notObserved', 'observed', 'violated'].indexOf(enforcement)
}
