import fc from 'fast-check'
import { afterAction } from '../../../exercises/report/after-action.js'
import { outlineAfterAction } from '../../../exercises/report/outline-after-action.js'
import { renderAfterActionHtml } from '../../../exercises/report/render-after-action-html.js'
import { renderTrend } from '../../../exercises/report/render-trend.js'
import { sparkline } from '../../../exercises/report/sparkline.js'
import { trendOf } from '../../../exercises/report/trend-of.js'
import { attacked, playedBy, reviewBy } from '../../support/exercises/reviews.js'

const good = reviewBy('good')
const bad = reviewBy('bad')
const played = await playedBy('good')

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
    const trend = trendOf([{ ...bad, fileDigest: 'sha256:other' }, good])
    expect(trend.sameFile).toBe(false)
    expect(renderTrend(trend)).toContain('The exercise file was changed between runs')
  })

  it('is of one file whatever the seed and mode of its runs, compares a run with those of its mode, and says so', () => {
    const talk = { ...good, mode: 'discuss', digest: 'sha256:as-played', run: 2 } as const
    const trend = trendOf([bad, talk, { ...good, seed: 9, digest: 'sha256:another-seed', run: 3 }])
    expect(trend.sameFile).toBe(true)
    expect(trend.metrics.find(({ name }) => name === 'timeToDecide')).toMatchObject({ change: 'better' })
    expect(trendOf([bad, talk]).metrics.every(({ change }) => change === null)).toBe(true)
    const text = renderTrend(trend)
    expect(text).not.toContain('The exercise file was changed')
    expect(text).toMatch(/4\/4 objectives +good, discussed[\s\S]*Some of these runs were discussions/)
  })

  it('has the day on which people played, and not that of a virtual clock', () => {
    const record = { ...played, players: 'good' }
    const review = afterAction({
      exercise: attacked,
      record,
      reports: [],
      earlier: [],
      playedAt: '2026-11-22T21:05:00.000Z',
    })
    expect(review.playedAt).not.toBe(review.startedAt)
    expect(review.facts).toContainEqual({ name: 'Played', text: '2026-11-22 21:05:00 UTC' })
    expect(renderTrend(trendOf([review]))).toContain('1  2026-11-22 21:05:00 UTC  4/4 objectives')
    expect(reviewBy('good').facts.some(({ name }) => name === 'Played')).toBe(false)
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
