import fc from 'fast-check'
import type { ExerciseReview } from '../../../exercises/report/after-action-schema.js'
import { carryOver, openActions } from '../../../exercises/report/open-actions.js'
import { addImprovement, planImprovement } from '../../../exercises/report/plan-improvement.js'
import { renderAfterActionHtml } from '../../../exercises/report/render-after-action-html.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { renderTrend } from '../../../exercises/report/render-trend.js'
import { trendOf } from '../../../exercises/report/trend-of.js'
import { reviewBy } from '../../support/exercises/reviews.js'

const [good, bad] = [reviewBy('good'), reviewBy('bad')]
const run = (no: number, review: ExerciseReview): ExerciseReview => ({ ...review, run: no })

function planned(review: ExerciseReview, id: string, changes: Parameters<typeof planImprovement>[2]): ExerciseReview {
  const changed = planImprovement(review, id, changes)
  if (changed === null) throw new Error(`There is no ${id}.`)
  return changed
}

describe('an action of an earlier run', () => {
  it('that is asked for again keeps owner and date, and is open since the first run that asked', () => {
    const first = planned(run(2, bad), 'A1', { owner: 'Kim', dueAt: '2026-12-15' })
    const second = reviewBy('bad', [first])
    expect(second.improvements[0]).toMatchObject({ owner: 'Kim', dueAt: '2026-12-15', openSince: 2, doneAfter: null })
    expect(reviewBy('bad', [first, run(3, second)]).improvements[0]).toMatchObject({ owner: 'Kim', openSince: 2 })
    expect(renderAfterActionMarkdown(second)).toContain('| Kim | 2026-12-15 | **open since run 2** |')
  })

  it('that was done and is asked for again says so, and is for nobody yet', () => {
    const first = planned(run(2, bad), 'A1', { owner: 'Kim', status: 'done' })
    const [action] = reviewBy('bad', [first]).improvements
    expect(action).toMatchObject({ owner: '', openSince: null, doneAfter: 2, status: 'open' })
    expect(renderAfterActionMarkdown(reviewBy('bad', [first]))).toContain('done after run 2, and needed again')
  })

  it('that is not asked for again is still open, in the report and in the trend, until somebody says that it is done', () => {
    const first = run(2, bad)
    const second = reviewBy('good', [first])
    expect(second.stillOpen.map(({ action }) => action)).toEqual(bad.improvements.map(({ action }) => action))
    expect(renderAfterActionHtml(second)).toContain('Still open from earlier runs')
    const trend = renderTrend(trendOf([first, second]), openActions([first, second]))
    expect(trend).toContain(`${bad.improvements.length + good.improvements.length} actions are open:`)
    const done = bad.improvements.reduce((review, { id }) => planned(review, id, { status: 'done' }), first)
    expect(reviewBy('good', [done]).stillOpen).toEqual([])
  })

  it('is what the latest report that has it says of it', () => {
    const first = planned(run(1, bad), 'A1', { owner: 'Kim' })
    const second = planned(run(2, reviewBy('bad', [first])), 'A1', { status: 'done' })
    const open = openActions([first, second])
    expect(open.map(({ action }) => action)).not.toContain(bad.improvements[0]?.action)
    expect(open.every((each) => each.run === 2 && each.since === 1)).toBe(true)
  })

  it('is lost in no order of runs: whatever is open and not asked for again stands in one of the two lists', () => {
    const actions = fc.array(
      fc.record({ action: fc.constantFrom('a', 'b', 'c', 'd'), status: fc.constantFrom('open', 'done') }),
    )
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 4 }), actions, (earlier, now) => {
        const improvement = (each: (typeof now)[number], index: number) => ({
          ...{ id: `A${index + 1}`, gap: '', owner: '', dueAt: null, openSince: null, doneAfter: null },
          ...each,
        })
        const runs = earlier.map((each, index) => ({ run: index + 1, improvements: each.map(improvement) }))
        const { improvements, stillOpen } = carryOver(now.map(improvement), runs)
        const told = new Set([...improvements, ...stillOpen].map(({ action }) => action))
        for (const { action } of openActions(runs)) expect(told).toContain(action)
        expect(improvements.map(({ action }) => action)).toEqual(now.map(({ action }) => action))
      }),
    )
  })
})

describe('an action that people add', () => {
  it('is the last of the plan, and closes no gap of the report', () => {
    const { improvements, gaps } = addImprovement(bad, 'Print the call tree.', { owner: 'Kim' })
    const last = improvements.at(-1)
    expect(last).toMatchObject({ id: `A${gaps.length + 1}`, gap: '', action: 'Print the call tree.', owner: 'Kim' })
    expect(improvements.slice(0, -1)).toEqual(bad.improvements)
  })
})
