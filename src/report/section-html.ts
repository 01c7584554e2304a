import { assertNever } from '../domain/assert-never.js'
import { type HtmlValue, html, preformatted, type SafeHtml } from './html.js'
import { type Block, type Cell, type Section, showTime, type Tone } from './outline.js'

/** One section of a page; `figure` stands between its heading and its blocks. */
export function sectionHtml({ id, title, blocks }: Section, figure: HtmlValue = ''): SafeHtml {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${figure}${blocks.map(renderBlock)}
</section>
`
}

function renderBlock(block: Block): SafeHtml {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>\n`
    case 'facts':
      return html`<dl class="facts">${block.facts.map(
        ({ name, value }) => html`<div><dt>${name}</dt><dd>${cellHtml(value)}</dd></div>`,
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
${rows.map((row) => html`<tr>${row.map((cell) => html`<td class="${cell.kind}">${cellHtml(cell)}</td>`)}</tr>\n`)}</tbody>
</table></div>
${more === null ? '' : html`<p class="more">${more}</p>\n`}`
}

export function cellHtml(cell: Cell): HtmlValue {
  switch (cell.kind) {
    case 'text':
      return cell.text
    case 'code':
      return html`<code>${cell.text}</code>`
    case 'number':
      return cell.number
    case 'time':
      return cell.at === null ? 'not known' : timeHtml(cell.at)
    case 'status':
      return html`<span class="status ${cell.tone}">${toneMark(cell.tone)} ${cell.text}</span>`
    default:
      return assertNever(cell, 'cell')
  }
}

export function timeHtml(at: string): SafeHtml {
  return html`<time datetime="${at}">${showTime(at)}</time>`
}

const marks: Record<Tone, string> = { good: '✓', open: '○', bad: '✕' }

/** Beside the colour, for whoever does not see it; the words beside it say the same to a screen reader. */
export function toneMark(tone: Tone): SafeHtml {
  return html`<span aria-hidden="true">${marks[tone]}</span>`
}
