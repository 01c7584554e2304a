import fc from 'fast-check'
import { foldRepeats } from '../../../exercises/report/fold-repeats.js'
import { LETTER_WIDTH, placeLabels } from '../../../exercises/report/place-labels.js'
import { timeScale } from '../../../exercises/report/time-scale.js'
import { reviewBy } from '../../support/exercises/reviews.js'

const moments = fc.array(fc.integer({ min: 0, max: 100_000_000 }), { minLength: 1, maxLength: 40 })

describe('the scale of the drawing', () => {
  it('keeps the order of all moments, inside of its bounds', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const scale = timeScale(times, 100, 900)
        const drawn = times.toSorted((a, b) => a - b).map((time) => scale.x(time))
        expect(drawn).toEqual(drawn.toSorted((a, b) => a - b))
        for (const x of drawn) expect(x >= 100 && x <= 900.001).toBe(true)
      }),
    )
  })

  it('draws a wait of hours short, and says where', () => {
    const scale = timeScale(
      [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000, 7_290_000],
      0,
      1_000,
    )
    expect(scale.breaks).toHaveLength(1)
    expect(scale.x(90_000)).toBeGreaterThan(700)
  })

  it('never writes two times over each other', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const { ticks } = timeScale(times, 0, 1_000)
        for (const [index, { x }] of ticks.entries())
          expect(x - (ticks[index - 1]?.x ?? -64)).toBeGreaterThanOrEqual(64)
      }),
    )
  })
})

describe('labels', () => {
  it('cover no other label of their row', () => {
    const marks = fc.array(fc.record({ x: fc.integer({ min: 96, max: 950 }), text: fc.string({ minLength: 1 }) }), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(marks, (each) => {
        const sorted = each.toSorted((a, b) => a.x - b.x)
        const placed = placeLabels(sorted, { most: 9, endX: 1_000 }).filter(({ text }) => text !== '')
        for (const row of new Set(placed.map((label) => label.row))) {
          const spans = placed
            .filter((label) => label.row === row)
            .map(({ x, text, side }) => {
              const width = [...text].length * LETTER_WIDTH
              return side === 'right' ? [x, x + width] : [x - width, x]
            })
          for (const [index, [from = 0]] of spans.entries())
            expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0)
        }
      }),
    )
  })
})

describe('an attacker who polls', () => {
  it('is told once, with how often and until when', () => {
    const { timeline } = reviewBy('bad')
    const folded = foldRepeats(timeline)
    const told = folded.filter(({ what }) => what.startsWith('second-door (T1136.003) succeeded'))
    expect(told).toHaveLength(2)
    expect(told[1]?.what).toMatch(
      /\(and \d+ more like it, until no\. \d+ at T\+21:\d\d\)$|\(and \d+ more like it, until no\. \d+ at T\+20:\d\d\)$/,
    )
    expect(folded.filter(({ step }) => step === null)).toEqual(timeline.filter(({ step }) => step === null))
  })
})
