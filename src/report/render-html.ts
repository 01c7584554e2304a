import { assertNever } from '../domain/assert-never.js'
import { inWords } from '../engine/in-words.js'
import { type HtmlValue, html, preformatted, type SafeHtml } from './html.js'
import { reportStyle } from './html-style.js'
import type { IncidentReport } from './incident-report.js'
import { type Block, type Cell, type Section, showTime, type Tone } from './outline.js'
import { verdictCells } from './outline-containment.js'
import { outlineReport } from './outline-report.js'
import { describeDuration } from './words.js'

/**
 * The report as one self-contained page: no script, nothing loaded from anywhere (its own policy forbids both), readable
 * from 320 px on, in light and dark and on paper. Every text goes through `html`, which escapes it.
 */
export function renderHtml(report: IncidentReport): string {
  const sections = outlineReport(report)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${report.title}</title>
<style>${reportStyle}</style>
</head>
<body>
<a class="skip" href="#overview">Skip to the report</a>
${report.banner === '' ? '' : html`<p class="banner">${report.banner}</p>`}
<header>
${renderHead(report)}
</header>
<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(renderSection)}
</main>
<footer><p>Report of ${report.incidentId}, made ${renderTime(report.generatedAt)} from the record.</p></footer>
</body>
</html>
`
  return page.toString()
}

function renderHead(report: IncidentReport): SafeHtml {
  const { statement, keyTimes, principal } = report
  return html`<p class="eyebrow">Incident report</p>
<h1><span>${principal.type}/${principal.name === '' ? '?' : principal.name}</span> <small>${report.incidentId}, account ${principal.accountId}</small></h1>
<div class="verdict ${statement.tone}" role="status">
<p class="headline">${mark(statement.tone)} ${statement.headline}</p>
<p>${statement.sentence}</p>
<dl>${verdictCells(report).map(({ name, value }) => html`<div><dt>${name}</dt><dd>${renderCell(value)}</dd></div>`)}</dl>
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
      ? html`<li class="now" aria-current="step"><b>${inWords(state)}</b><span>${open ? 'now' : 'ended here'}, since ${renderTime(at)}</span></li>`
      : html`<li><b>${inWords(state)}</b><span>${renderTime(at)}</span></li>`,
  )
  return html`<section class="path" aria-labelledby="path-title"><h2 id="path-title">States it came through</h2><ol>${steps}</ol></section>`
}

function renderSection({ id, title, blocks }: Section): SafeHtml {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${blocks.map(renderBlock)}
</section>
`
}

function renderBlock(block: Block): SafeHtml {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>\n`
    case 'facts':
      return html`<dl class="facts">${block.facts.map(
        ({ name, value }) => html`<div><dt>${name}</dt><dd>${renderCell(value)}</dd></div>`,
      )}</dl>\n`
    case 'table':
      return renderTable(block)
    case 'list':
      return html`${block.caption === '' ? '' : html`<h3>${block.caption}</h3>\n`}<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>\n`
    case 'code':
      return html`<h3>${block.caption}</h3>\n<pre tabindex="0"><code>${preformatted(block.text)}</code></pre>\n`
    default:
      return assertNever(block, 'block')
  }
}

function renderTable({ caption, columns, rows, more }: Extract<Block, { kind: 'table' }>): SafeHtml {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td class="${cell.kind}">${renderCell(cell)}</td>`)}</tr>\n`)}</tbody>
</table></div>
${more === null ? '' : html`<p class="more">${more}</p>\n`}`
}

function renderCell(cell: Cell): HtmlValue {
  switch (cell.kind) {
    case 'text':
      return cell.text
    case 'code':
      return html`<code>${cell.text}</code>`
    case 'number':
      return cell.number
    case 'time':
      return cell.at === null ? 'not known' : renderTime(cell.at)
    case 'status':
      return html`<span class="status ${cell.tone}">${mark(cell.tone)} ${cell.text}</span>`
    default:
      return assertNever(cell, 'cell')
  }
}

function renderTime(at: string): SafeHtml {
  return html`<time datetime="${at}">${showTime(at)}</time>`
}

const marks: Record<Tone, string> = { good: '✓', open: '○', bad: '✕' }

/** Beside the colour, for whoever does not see it; the words beside it say the same to a screen reader. */
function mark(tone: Tone): SafeHtml {
  return html`<span aria-hidden="true">${marks[tone]}</span>`
}
