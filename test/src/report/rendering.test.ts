import fc from 'fast-check'
import { buildIncidentReport, type IncidentReport } from '../../../src/report/incident-report.js'
import { codeMarkdown, fence } from '../../../src/report/markdown-text.js'
import { renderHtml } from '../../../src/report/render-html.js'
import { renderMarkdown } from '../../../src/report/render-markdown.js'
import { aBriefSaying } from '../../support/fixtures/evidence.js'
import { aRestorePlan } from './plans.js'
import { aFinding, anEvidence, askedStory, at, containedStory, containPlan, evidence, restoredStory } from './story.js'

const report = buildIncidentReport(containedStory().input({ evidence, containPlan }))
const restorePlan = aRestorePlan('compromise')
const restored = buildIncidentReport(restoredStory(restorePlan).input({ evidence, containPlan, restorePlan }))

/** Texts that mean harm, mixed with anything at all. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
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
        '</td>',
        '-->',
        '@all',
        '&',
        '"',
        "'",
        '\u2028',
        '\u202e',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)

function reportWith(text: string): IncidentReport {
  const principal = { ...aFinding().principal, sessionName: text, accessKeyId: text, name: text }
  const finding = aFinding({ title: text, type: text, principal })
  const [session] = evidence.sessions
  const seen = anEvidence({
    userAgents: [{ userAgent: text, calls: 1 }],
    sessions: session === undefined ? [] : [{ ...session, sessionName: text, sourceIps: [text] }],
    sources: [{ name: text, status: 'failed', detail: text, requests: 1, events: 0 }],
    investigation: aBriefSaying(text),
  })
  const raw = { source: text, records: 1, bytes: 1, digest: `sha256:${text}`, file: text, standing: 'changed' } as const
  const story = containedStory({ tampering: [{ what: text, by: text, at: null }] }, finding)
    .next({ type: 'NOTE_ADDED', by: text, text, author: text, writtenAt: at(0), permalink: null, source: 'slack' })
    .next({ type: 'OWNER_ASKED', by: text, owner: text })
    .next({ type: 'OWNER_ANSWERED', by: text, owner: text, wasMe: false })
  return buildIncidentReport(story.input({ evidence: seen, containPlan, banner: text, rawChecks: [raw] }))
}

/** Every tag of the page with its attributes, so that one that a text brought would stand out. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=""'))
}

function cellsOf(row: string): number {
  return row.split('|').length - 2
}

describe('the HTML report', () => {
  it('loads nothing and runs nothing, by its own policy and in fact', () => {
    const page = renderHtml(restored)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`)
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\bsrc=|url\(|@import|\son\w+=/i)
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to]) => to?.startsWith('#'))).toBe(true)
  })

  it('has exactly the same tags, whatever the texts are', () => {
    const plain = tagsOf(renderHtml(reportWith('x'))).sort()
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() !== '')
        expect(tagsOf(renderHtml(reportWith(text))).sort()).toEqual(plain)
      }),
      { numRuns: 60 },
    )
  })

  it('says the verdict with `enforcement` beside `contained`, and the banner of the realm', () => {
    const page = renderHtml(report)
    expect(page).toMatch(/<dt>contained<\/dt>.*?<dt>enforcement<\/dt>/s)
    expect(page).toContain('<p class="banner">EXERCISE · endpoint 127.0.0.1:4566 is not AWS</p>')
  })

  it('marks the present state for whoever does not see it, and gives every time to machines', () => {
    const page = renderHtml(report)
    expect(page.match(/aria-current="step"/g)).toHaveLength(1)
    expect(page).toContain('<time datetime="2026-03-01T10:00:00.000Z">2026-03-01 10:00:00 UTC</time>')
  })

  it('has a column heading for every cell', () => {
    for (const [table] of renderHtml(restored).matchAll(/<table>.*?<\/table>/gs)) {
      const columns = table.match(/<th scope="col">/g)?.length
      const rows = [...table.matchAll(/<tr><td.*?<\/tr>/gs)]
      expect(rows.length).toBeGreaterThan(0)
      for (const [row] of rows) expect(row.match(/<td/g)).toHaveLength(columns ?? 0)
    }
  })
})

describe('the Markdown report', () => {
  it('has the headings of a post-incident review, in order', () => {
    expect(renderMarkdown(report).match(/^## .*$/gm)).toEqual([
      '## Overview',
      '## What happened',
      '## Evidence',
      '## Decisions',
      '## Containment and verdict',
      '## Restore',
      '## Timeline',
      '## Audit',
      '## What remains',
    ])
  })

  it('has the same lines and cells, whatever the texts are, and no bare angle bracket', () => {
    const shape = (text: string) => renderMarkdown(reportWith(text)).split('\n')
    const plain = shape('x')
    fc.assert(
      fc.property(hostile, (text) => {
        fc.pre(text.trim() !== '')
        const lines = shape(text)
        expect(lines.map(cellsOf)).toEqual(plain.map(cellsOf))
        expect(lines.filter((line) => line.includes('<'))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('a code span holds only what it shows as it is; anything else is escaped', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = codeMarkdown(text)
        if (shown.startsWith('`')) expect(shown).toBe(`\`${text}\``)
        expect(shown.replace(/^`([^`]*)`$/, '$1')).not.toMatch(/[`<|\n]/)
      }),
    )
  })

  it('a fence is longer than any run of backticks in it', () => {
    expect(fence('a ```` b', 'json')).toBe('`````json\na ```` b\n`````')
  })
})

describe('both renderings', () => {
  it.each([
    ['HTML', renderHtml],
    ['Markdown', renderMarkdown],
  ])('%s says the restore, the revoked sessions and what others changed', (_, render) => {
    const shown = render(restored)
    expect(shown).toContain('sessions from before stay dead')
    expect(shown).toContain('RevokeOlderSessions-cnt_0123456789abcdefghij')
    expect(shown).toContain('attached policy arn:aws:iam::aws:policy/ReadOnlyAccess')
  })

  it.each([
    ['HTML', renderHtml],
    ['Markdown', renderMarkdown],
  ])('%s says plainly where a source failed and where a document is lost', (_, render) => {
    const sources = [{ name: 'cloudtrail:LookupEvents', status: 'failed', requests: 1, events: 0 } as const]
    const shown = render(buildIncidentReport(askedStory().input({ evidence: anEvidence({ sources }) })))
    expect(shown).toContain('FAILED: nothing of it is known')
    expect(shown).toContain('but what is filed is gone, or was changed since')
  })

  it.each([
    ['HTML', renderHtml],
    ['Markdown', renderMarkdown],
  ])('%s says what the chain proves and what it does not', (_, render) => {
    expect(render(report)).toContain('there is no anchor outside this host')
    const chain = { ok: false, records: 4, brokenAtSeq: 2, reason: 'was changed' } as const
    const broken = buildIncidentReport(containedStory().input({ chain }))
    expect(render(broken)).toContain('broken at record 2: was changed')
  })
})
