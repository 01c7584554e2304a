import fc from 'fast-check'
import { addObservation, initialVerdict } from '../../../src/containment/verdict.js'
import type { BlockObservation, Verdict } from '../../../src/domain/verdict.js'

const call = { eventId: 'e1', eventName: 'ListBuckets', eventTime: '2026-03-01T10:05:00Z' }
const act = {
  what: 'DeleteRolePolicy DenyAll-x',
  by: 'arn:aws:iam::111122223333:user/mallory',
  at: '2026-03-01T10:05:00Z',
}

function look(changes: Partial<BlockObservation> = {}): BlockObservation {
  const nothing = { denied: 0, succeeded: [], inWindow: [], tampering: [], eventsRead: true }
  return { policy: 'held', readAt: '2026-03-01T10:02:00Z', ...nothing, ...changes }
}

function after(looks: BlockObservation[], soakComplete = true): Verdict {
  return looks.reduce((verdict, one) => addObservation(verdict, one, { soakComplete }), initialVerdict())
}

describe('the verdict', () => {
  it('knows nothing before the first look', () => {
    expect(initialVerdict()).toEqual({ policy: 'unknown', enforcement: 'notObserved', tampering: [], contained: false })
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

  it('the same act seen by several looks is one act', () => {
    expect(after([look({ tampering: [act] }), look({ tampering: [act, act] })]).tampering).toEqual([act])
  })

  it('once violated or tampered with, it is never contained again', () => {
    const looks = fc.array(
      fc.record({
        policy: fc.constantFrom('held' as const, 'missing' as const, 'altered' as const),
        denied: fc.nat(3),
        succeeded: fc.array(fc.constant(call), { maxLength: 1 }),
        tampering: fc.array(fc.constant(act), { maxLength: 1 }),
        eventsRead: fc.boolean(),
        soakComplete: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(looks, (sequence) => {
        let verdict = initialVerdict()
        let spoiled = false
        for (const { soakComplete, ...changes } of sequence) {
          const before = verdict
          verdict = addObservation(verdict, look(changes), { soakComplete })
          spoiled ||= changes.policy !== 'held' || changes.tampering.length > 0
          spoiled ||= changes.succeeded.length > 0
          expect(verdict.contained).toBe(soakComplete && !spoiled)
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
