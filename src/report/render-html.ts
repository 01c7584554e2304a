import { inWords } from '../engine/in-words.js'
import { html, type SafeHtml } from './html.js'
import { htmlPage } from './html-page.js'
import type { IncidentReport } from './incident-report.js'
import { verdictCells } from './outline-containment.js'
import { outlineReport } from './outline-report.js'
import { cellHtml, sectionHtml, timeHtml, toneMark } from './section-html.js'
import { describeDuration } from './words.js'

/**
 * The report as one self-contained page: no script, nothing loaded from anywhere (its own policy forbids both), readable
 * from 320 px on, in light and dark and on paper. Every text goes through `html`, which escapes it.
 */
export function renderHtml(report: IncidentReport): string {
  const sections = outlineReport(report)
  return htmlPage({
    title: report.title,
    banner: report.banner,
    header: renderHead(report),
    contents: sections,
    main: sections.map((section) => sectionHtml(section)),
    footer: html`Report of ${report.incidentId}, made ${timeHtml(report.generatedAt)} from the record.`,
  })
}

function renderHead(report: IncidentReport): SafeHtml {
  const { statement, keyTimes, principal } = report
  return html`<p class="eyebrow">Incident report</p>
<h1><span>${principal.type}/${principal.name === '' ? '?' : principal.name}</span> <small>${report.incidentId}, account ${principal.accountId}</small></h1>
<div class="verdict ${statement.tone}" role="status">
<p class="headline">${toneMark(statement.tone)} ${statement.headline}</p>
<p>${statement.sentence}</p>
<dl>${verdictCells(report).map(({ name, value }) => html`<div><dt>${name}</dt><dd>${cellHtml(value)}</dd></div>`)}</dl>
</div>
${renderPath(report)}
${
  keyTimes.durations.length === 0
    ? ''
    : html`<dl class="tiles">${keyTimes.durations.map(
        ({ what, durationMs }) => html`<div><dt>${what}</dt><dd>${describeDuration(durationMs)}</dd></div>`,
      )}</dl>`
}`
}

/** The states the incident came through; the last one says in words, too, that it is the present one. */
function renderPath({ path, open }: IncidentReport): SafeHtml {
  const last = path.length - 1
  const steps = path.map(({ state, at }, index) =>
    index === last
      ? html`<li class="now" aria-current="step"><b>${inWords(state)}</b><span>${open ? 'now' : 'ended here'}, since ${timeHtml(at)}</span></li>`
      : html`<li><b>${inWords(state)}</b><span>${timeHtml(at)}</span></li>`,
  )
  return html`<section class="path" aria-labelledby="path-title"><h2 id="path-title">States it came through</h2><ol>${steps}</ol></section>`
}
