import fc from 'fast-check'
import { parseDuration, showDuration, showExerciseTime } from '../../exercises/duration.js'

describe('durations', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1.5s', 1_500],
    ['PT15M', 900_000],
    ['P1DT12H', 129_600_000],
    ['PT0.25S', 250],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ms })
  })

  it.each(['', '5', '5 minutes', '15M', 'P', 'PT', 'P1Y', 'P1M', '-5m', '30m1h', '1e3s', 'm', '367d', ' 5m', '5m\n'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it('reads back what it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31_622_400_000 }), (ms) => {
        expect(parseDuration(showDuration(ms))).toEqual({ ms })
      }),
    )
  })

  it('shows exercise time as minutes and seconds, and hours where there are any', () => {
    expect([0, 252_999, 3_852_000].map(showExerciseTime)).toEqual(['T+00:00', 'T+04:12', 'T+1:04:12'])
  })
})
