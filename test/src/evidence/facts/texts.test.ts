import fc from 'fast-check'
import { isoOf } from '../../../../src/evidence/facts/texts.js'

describe('a moment as text', () => {
  it('is as it is written in a record, whatever the year, with milliseconds where there are any', () => {
    const second = fc.integer({ min: -8.64e12, max: 8.64e12 }).map((seconds) => seconds * 1000)
    fc.assert(
      fc.property(fc.oneof(second, fc.date({ noInvalidDate: true }).map(Number)), (atMs) => {
        expect(isoOf(atMs)).toBe(new Date(atMs).toISOString().replace('.000Z', 'Z'))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same where more days are asked for than are remembered', () => {
    const days = Array.from({ length: 500 }, (_, day) => Date.UTC(2026, 0, 1 + (day % 250), 10, 9, 8))
    expect(days.map(isoOf)).toEqual(days.map((atMs) => new Date(atMs).toISOString().replace('.000Z', 'Z')))
  })

  it('is none where there is no moment', () => {
    for (const nothing of [Number.NaN, Infinity, -Infinity]) expect(() => isoOf(nothing)).toThrow(RangeError)
  })
})
