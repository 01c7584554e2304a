import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changeReview } from '../../../app/exercise/change-review.js'
import { keepReview } from '../../../app/exercise/keep-review.js'
import { readKept } from '../../../exercises/report/after-action-json.js'
import type { AfterAction } from '../../../exercises/report/after-action-schema.js'
import { planImprovement } from '../../../exercises/report/plan-improvement.js'
import { reviewBy } from '../../support/exercises/reviews.js'

const bad = reviewBy('bad')
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-plan-'))
let kept = 0

afterAll(() => rmSync(folder, { recursive: true }))

function keptReport() {
  kept += 1
  const path = join(folder, `${kept}-report`)
  return { path, ...keepReview(path, bad) }
}

const owned = (owner: string) => (review: AfterAction) => planImprovement(review, 'A1', { owner }) ?? 'no A1'
const textOf = (file: string) => readFileSync(file, 'utf8')
const why = (changed: ReturnType<typeof changeReview>) => (changed.ok ? '' : changed.why)

describe('a plan that somebody completes', () => {
  it('stands in all three files, escaped, and nothing else of them is other', () => {
    const { path, markdown, html, json } = keptReport()
    const before = textOf(markdown)
    expect(changeReview(path, bad.id, owned('<b>@team-ci</b>'))).toMatchObject({ ok: true })
    expect(textOf(html)).toContain('&lt;b&gt;@team-ci&lt;/b&gt;')
    expect(textOf(html)).not.toContain('<b>@team-ci')
    expect(textOf(json)).toContain('<b>@team-ci</b>')
    const [old, now] = [before.split('\n'), textOf(markdown).split('\n')]
    expect(now.filter((line, index) => line !== old[index]).length).toBeLessThanOrEqual(2)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('can be completed again and again', () => {
    const { path, markdown } = keptReport()
    for (const owner of ['Ana', 'Ben', 'Cleo'])
      expect(changeReview(path, bad.id, owned(owner))).toMatchObject({ ok: true })
    expect(textOf(markdown)).toContain('Cleo')
    expect(textOf(markdown)).not.toContain('Ben')
  })

  it('is not written over what somebody edited by hand, and they are told which file it is', () => {
    const { path, markdown, json } = keptReport()
    const before = textOf(json)
    writeFileSync(markdown, `${textOf(markdown)}\nOur own words.\n`)
    expect(why(changeReview(path, bad.id, owned('Kim')))).toMatch(/-report\.md was changed by hand/)
    expect([textOf(json), textOf(markdown).endsWith('Our own words.\n')]).toEqual([before, true])
  })

  it('keeps what was written by hand into the JSON, which the others are made of', () => {
    const { path, json, markdown } = keptReport()
    writeFileSync(json, textOf(json).replace(bad.title, 'Our own title'))
    expect(changeReview(path, bad.id, owned('Kim'))).toMatchObject({ ok: true })
    expect(textOf(markdown)).toContain('Our own title')
  })

  it('makes anew what is missing, and what a process that died had left as it was before', () => {
    const { path, markdown, html } = keptReport()
    const old = textOf(html)
    expect(changeReview(path, bad.id, owned('Ana'))).toMatchObject({ ok: true })
    writeFileSync(html, old)
    rmSync(markdown)
    expect(changeReview(path, bad.id, owned('Ben'))).toMatchObject({ ok: true })
    expect([textOf(markdown), textOf(html)]).toEqual([expect.stringContaining('Ben'), expect.stringContaining('Ben')])
  })
})

describe('a file that is not ours to change', () => {
  it.each([
    ['is missing', (json: string) => rmSync(json), /^There is no .+-report\.json/],
    ['is no report', (json: string) => writeFileSync(json, '{"kind":'), /is no report of .+ was left as it is/],
    [
      'is of another exercise',
      (json: string) => writeFileSync(json, textOf(json).replaceAll(bad.id, 'another')),
      /is no report of/,
    ],
    [
      'is of a newer version',
      (json: string) => writeFileSync(json, '{"apiVersion":"tourniquet.after-action/v9"}'),
      /is tourniquet\.after-action\/v9, of another version/,
    ],
  ])('is left as it is where it %s', (_what, spoil, sentence) => {
    const { path, json, markdown } = keptReport()
    const before = textOf(markdown)
    spoil(json)
    expect(why(changeReview(path, bad.id, owned('Kim')))).toMatch(sentence)
    expect(textOf(markdown)).toBe(before)
  })

  it('is a link, wherever it leads', () => {
    const { path, html } = keptReport()
    const elsewhere = join(folder, 'elsewhere.html')
    writeFileSync(elsewhere, textOf(html))
    rmSync(html)
    symlinkSync(elsewhere, html)
    expect(why(changeReview(path, bad.id, owned('Kim')))).toMatch(/-report\.html is no plain file/)
  })

  it('is one that somebody else changed meanwhile', () => {
    const { path, json, markdown } = keptReport()
    const change = (review: AfterAction) => {
      writeFileSync(json, `${textOf(json)}\n`)
      return owned('Kim')(review)
    }
    expect(why(changeReview(path, bad.id, change))).toMatch(/was changed by somebody else meanwhile/)
    expect(textOf(markdown)).not.toContain('Kim')
    expect(readKept(textOf(json))).toMatchObject({ status: 'review' })
  })
})
