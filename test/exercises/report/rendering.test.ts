import fc from 'fast-check'
import type { AfterAction } from '../../../exercises/report/after-action-schema.js'
import { facilitatorsGuide } from '../../../exercises/report/facilitators-guide.js'
import { renderAfterActionHtml } from '../../../exercises/report/render-after-action-html.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { renderGuideHtml, renderGuideMarkdown } from '../../../exercises/report/render-guide.js'
import { reviewOf } from '../../../exercises/report/review-of.js'
import { buildIncidentReport } from '../../../src/report/incident-report.js'
import { containedStory, containPlan, evidence } from '../../src/report/story.js'
import { attacked, reviewBy, saying } from '../../support/exercises/reviews.js'

const exercise = reviewBy('good', [reviewBy('bad')])
const incident = reviewOf(buildIncidentReport(containedStory().input({ evidence, containPlan })))
const both: [string, AfterAction][] = [
  ['an exercise', exercise],
  ['an incident', incident],
]

/** Texts that mean harm, mixed with anything at all; never blank. */
const hostile = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom(
          '<img src=x onerror=1>',
          '|',
          '`',
          '\\',
          '\n',
          '\r',
          '](http://e)',
          '![',
          '</title>',
          '</text>',
          '</svg><script>',
          '-->',
          '@all',
          '&',
          '"',
          "'",
          '\u2028',
          '\u202e',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )
  .map((text) => `x${text}`)

/** Every tag of the page with its attributes, so that one that a text brought would stand out. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""')).sort()
}

/** The shape of a document: what starts each line, and how many cells each row of a table has. */
function shapeOf(markdown: string): string[] {
  return markdown
    .split('\n')
    .map(
      (line) => `${/^(#+ |> |- |\||---)/.exec(line)?.[0] ?? ''}${line.startsWith('|') ? line.split('|').length : ''}`,
    )
}

describe.each(both)('the review of %s as HTML', (_, report) => {
  it('loads nothing and runs nothing, by its own policy and in fact', () => {
    const page = renderAfterActionHtml(report)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\bsrc=|url\(|@import|\son\w+=/i)
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to]) => to?.startsWith('#'))).toBe(true)
    expect(page).toMatch(/prefers-color-scheme: dark.*@media print/s)
  })

  it('has exactly the same tags, whatever the texts are', () => {
    const plain = tagsOf(renderAfterActionHtml(saying(report, 'x')))
    fc.assert(
      fc.property(hostile, (text) => {
        expect(tagsOf(renderAfterActionHtml(saying(report, text)))).toEqual(plain)
      }),
      { numRuns: 15 },
    )
  })

  it('has the timeline as a drawing, whose marks are told by titles', () => {
    const [svg] = /<svg viewBox="0 0 1000 .*?<\/svg>/s.exec(renderAfterActionHtml(report)) ?? []
    expect(svg).toContain('role="img"')
    expect(svg).toContain(report.kind === 'exercise' ? 'block in force' : 'block applied')
    expect(svg?.match(/<title>no\. \d+, T\+/g)?.length).toBeGreaterThan(7)
    expect(svg).not.toContain('NaN')
  })
})

describe.each(both)('the review of %s as Markdown', (_, report) => {
  it('has exactly the same headings, lists and cells, whatever the texts are', () => {
    const plain = shapeOf(renderAfterActionMarkdown(saying(report, 'x')))
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = renderAfterActionMarkdown(saying(report, text))
        expect(shapeOf(markdown)).toEqual(plain)
        expect(markdown).not.toMatch(/[<\u202e\u2028]/)
        // A code span mentions nobody.
        expect(markdown.replace(/`[^`\n]*`/g, '')).not.toContain('@all')
      }),
      { numRuns: 15 },
    )
  })
})

describe("the facilitator's guide", () => {
  it('has the same tags and the same shape, whatever the file says', () => {
    const guideSaying = (text: string) => {
      const injects = attacked.injects.map((each) => ({ ...each, title: text, text, notes: text }))
      const roles = attacked.roles.map((role) => ({ ...role, name: text, does: text }))
      return facilitatorsGuide({ ...attacked, title: text, summary: text, classification: text, injects, roles })
    }
    const plain = guideSaying('x')
    fc.assert(
      fc.property(
        hostile.filter((text) => !/\n\s*\n|\{\{/.test(text)),
        (text) => {
          const guide = guideSaying(text)
          expect(tagsOf(renderGuideHtml(guide))).toEqual(tagsOf(renderGuideHtml(plain)))
          expect(shapeOf(renderGuideMarkdown(guide))).toEqual(shapeOf(renderGuideMarkdown(plain)))
        },
      ),
      { numRuns: 15 },
    )
  })
})
