import fc from 'fast-check'
import { apiCallVolume } from '../../../../src/evidence/timeline/api-call-volume.js'
import { account, anEvent, at, aUser, factsOf, someEvent } from '../../../support/fixtures/gathered-events.js'

describe('API call volume', () => {
  it('has every call of the scope in one interval, in at most 60 of them without gaps', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 80 }), (events) => {
        const facts = factsOf(events)
        const actorKeys = [null, ...facts.scope.actors.keys()]
        for (const actorKey of actorKeys) {
          const counted = actorKey === null ? facts.scope : facts.scope.actors.get(actorKey)
          const volume = apiCallVolume(facts, actorKey)
          expect(volume.reduce((sum, { ok }) => sum + ok, 0)).toBe(counted?.ok)
          expect(volume.reduce((sum, { failed }) => sum + failed, 0)).toBe(counted?.failed)
          const starts = volume.map(({ start }) => Date.parse(start))
          const steps = new Set(starts.slice(1).map((start, i) => start - (starts[i] ?? 0)))
          expect([volume.length <= 60, steps.size <= 1]).toEqual([true, true])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('counts a call in the interval that it falls into', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 - 1 }), fc.integer({ min: 0, max: 24 * 60 - 1 }), (a, b) => {
        const minutes = [Math.min(a, b), Math.max(a, b)]
        const volume = apiCallVolume(factsOf(minutes.map((minute) => anEvent({ eventTime: at(minute / 60) }))))
        const step =
          volume.length > 1 ? Date.parse(volume[1]?.start ?? '') - Date.parse(volume[0]?.start ?? '') : 60_000
        for (const minute of minutes) {
          const atMs = Date.parse(at(minute / 60))
          const holder = volume.find(({ start }) => Date.parse(start) <= atMs && atMs < Date.parse(start) + step)
          expect(holder?.ok).toBeGreaterThan(0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('shows a short attack by the minute, and a long span wider', () => {
    const attack = [9, 9.02, 9.5].map((hour) => anEvent({ eventTime: at(hour) }))
    expect(apiCallVolume(factsOf(attack)).map(({ ok }) => ok)).toEqual([
      1,
      1,
      ...Array.from({ length: 28 }, () => 0),
      1,
    ])
    const whole = apiCallVolume(factsOf([anEvent({ eventTime: at(0) }), anEvent({ eventTime: at(23.9) })]))
    expect([whole.length, whole[1]?.start]).toEqual([24, at(1)])
  })

  it('of one actor leaves the others out, and is empty for who did not call', () => {
    const facts = factsOf([anEvent(), anEvent({ actor: aUser('bo'), errorCode: 'AccessDenied' })])
    expect(apiCallVolume(facts, `user:${account}:bo`)).toEqual([{ start: at(9), ok: 0, failed: 1 }])
    expect(apiCallVolume(facts, 'user:x:nobody')).toEqual([])
    expect(apiCallVolume(factsOf([]))).toEqual([])
  })
})
