import fc from 'fast-check'
import { outlineAfterAction } from '../../../exercises/report/outline-after-action.js'
import { renderAfterActionHtml } from '../../../exercises/report/render-after-action-html.js'
import { renderTrend } from '../../../exercises/report/render-trend.js'
import { sparkline } from '../../../exercises/report/sparkline.js'
import { trendOf } from '../../../exercises/report/trend-of.js'
import { reviewBy } from '../../support/exercises/reviews.js'

const good = reviewBy('good')
const bad = reviewBy('bad')

describe('the trend', () => {
  it('has each metric over the runs of the same exercise, oldest first', () => {
    const { runs, metrics, sameFile } = trendOf([bad, { ...good, id: 'another' }, { ...good, run: 4 }])
    expect(runs.map(({ no, players, objectivesMet }) => [no, players, objectivesMet])).toEqual([
      [1, 'bad', 0],
      [4, 'good', 4],
    ])
    expect(metrics.find(({ name }) => name === 'timeToDecide')).toMatchObject({
      values: [1_200_000, 180_000],
      change: 'better',
    })
    expect(metrics.find(({ name }) => name === 'timeToContain')).toMatchObject({
      values: [null, 304_000],
      change: null,
    })
    expect(sameFile).toBe(true)
  })

  it('says that runs may not compare where the file was changed', () => {
    const trend = trendOf([{ ...bad, digest: 'sha256:other' }, good])
    expect(trend.sameFile).toBe(false)
    expect(renderTrend(trend)).toContain('The exercise file was changed between runs')
  })

  it('of nothing is refused', () => {
    expect(() => trendOf([])).toThrow('A trend needs at least one run.')
  })

  it('stands in the report from the second run on, with a line for each metric', () => {
    expect(good.trend).toBeNull()
    const second = reviewBy('good', [bad])
    expect(outlineAfterAction(good).some(({ id }) => id === 'trend')).toBe(false)
    expect(outlineAfterAction(second).some(({ id }) => id === 'trend')).toBe(true)
    expect(renderAfterActionHtml(second)).toContain('<dl class="sparks">')
  })

  it('as text has a sparkline and the change of each metric', () => {
    expect(renderTrend(trendOf([good, bad, good]))).toMatch(/Time to decide +▁█▁ +3 min +better/)
  })
})

describe('a sparkline', () => {
  it('has a bar for each value, the lowest at the lowest one and the highest at the highest', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: null }), { maxLength: 20 }), (values) => {
        const bars = [...sparkline(values)]
        expect(bars).toHaveLength(values.length)
        const known = values.filter((value) => value !== null)
        const [low, high] = [Math.min(...known), Math.max(...known)]
        for (const [index, value] of values.entries()) {
          if (value === null) expect(bars[index]).toBe('·')
          else if (low === high) expect(bars[index]).toBe('▄')
          else if (value === low || value === high) expect(bars[index]).toBe(value === low ? '▁' : '█')
        }
      }),
    )
  })
})
