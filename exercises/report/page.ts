import { type HtmlValue, html } from '../../src/report/html.js'
import { htmlPage } from '../../src/report/html-page.js'
import type { Section } from '../../src/report/outline.js'
import { sectionHtml } from '../../src/report/section-html.js'

/** What a page is made of. Nothing in it is escaped yet but what is HTML already. */
export interface Page {
  readonly title: string
  readonly banner: string
  readonly eyebrow: string
  /** Below the title. */
  readonly subtitle: string
  readonly head: HtmlValue
  readonly sections: readonly Section[]
  /** Drawings, by the id of the section that they stand in. */
  readonly figures: ReadonlyMap<string, HtmlValue>
  readonly footer: string
}

/** A page of an exercise: sections, some with a drawing. Every text goes through `html`, which escapes it. */
export function renderPage({ title, banner, eyebrow, subtitle, head, sections, figures, footer }: Page): string {
  return htmlPage({
    title,
    banner,
    style: drawingStyle,
    header: html`<p class="eyebrow">${eyebrow}</p>
<h1><span>${title}</span> <small>${subtitle}</small></h1>
${head}`,
    contents: sections,
    main: sections.map((section) => sectionHtml(section, figures.get(section.id) ?? '')),
    footer,
  })
}

const drawingStyle = html`
.drawing { margin: 0 0 12px; } .drawing .scroll { margin: 0; } .drawing svg { display: block; width: 100%; min-width: 720px; height: auto; }
.drawing text { font: 11px system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; fill: var(--text); }
.drawing .name { font-weight: 700; fill: var(--soft); } .drawing .time { fill: var(--soft); }
.drawing .lane { fill: var(--bg); } .drawing .bar { fill: var(--line); } .drawing .other { opacity: .55; }
.m-good { fill: var(--good); } .m-open { fill: var(--open); } .m-plain { fill: var(--soft); }
.m-bad { stroke: var(--bad); stroke-width: 2.5; fill: none; }
.axis, .tick { stroke: var(--soft); fill: none; } .break { stroke: var(--card); stroke-width: 3; stroke-dasharray: 3 4; }
.block { stroke: var(--link); stroke-width: 1.5; opacity: .55; stroke-dasharray: 5 3; fill: none; } .drawing .block-name { fill: var(--link); font-weight: 700; }
#timeline table { font-size: 13px; } #timeline td { min-width: 34px; } #timeline td.text { min-width: 72px; max-width: 300px; } #timeline td.time { white-space: normal; min-width: 92px; }
#timeline td:nth-child(-n+3) { white-space: nowrap; } #timeline td.text:nth-child(4) { min-width: 84px; } #timeline td.text:nth-child(5) { min-width: 300px; max-width: none; } #timeline td.text:last-child:nth-child(n+6) { min-width: 120px; }
figcaption { color: var(--soft); font-size: 13px; } figcaption i { font-style: normal; font-weight: 700; } figcaption span { margin-right: 10px; }
.sparks { display: grid; gap: 8px 16px; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); margin-bottom: 12px; }
.sparks dd { font-weight: 600; font-size: 14px; } .sparks svg { display: block; width: 150px; height: 36px; }
.sparks .line { stroke: var(--link); stroke-width: 1.5; fill: none; } .sparks .end { fill: var(--link); } .sparks .aim { stroke: var(--soft); stroke-dasharray: 3 3; }
@media print { .drawing, .sparks > div { break-inside: avoid; } .drawing svg { min-width: 0; } .drawing .lane { fill: none; stroke: #bbb; } }
`
