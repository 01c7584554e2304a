import { assertNever } from '../../src/domain/assert-never.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { beyondBlock } from '../../src/evidence/proposal/beyond-block.js'
import type { Statement } from '../../src/evidence/proposal/proposal.js'
import { type HtmlValue, html, type SafeHtml } from '../../src/report/html.js'
import { htmlPage } from '../../src/report/html-page.js'
import { type EventDetail, EventIndex } from './event-index.js'
import {
  type Block,
  beforeItsEnd,
  type Entry,
  type OutlineOptions,
  type Section,
  showTime,
  unnamed,
} from './outline.js'
import { outlineInvestigation } from './outline-investigation.js'
import { pageStyle } from './page-style.js'
import { treeDrawing } from './tree-drawing.js'
import { volumeChart } from './volume-chart.js'

export interface PageOptions extends OutlineOptions {
  /** When the page was made, ISO. */
  readonly generatedAt: string
  readonly details: ReadonlyMap<string, EventDetail>
}

const linkedIds = 5

/**
 * The report as one self-contained page: no script, nothing loaded from anywhere (its own policy forbids both), in light and
 * dark and on paper. Every statement links to the records that it rests on, which are listed at the end. Every text goes
 * through `html`, which escapes it.
 */
export function renderPage(found: Investigation, options: PageOptions): string {
  const index = new EventIndex()
  const sections = outlineInvestigation(found, options)
  const body = sections.map((section) => renderSection(section, index))
  const { verdict, proposed, notProposed } = found
  const isAttack = proposed.length > 0 || beyondBlock(notProposed).length > 0
  const tone = isAttack ? 'bad' : 'open'
  return htmlPage({
    title: `Evidence: ${titleOf(found)}`,
    banner: '',
    style: pageStyle,
    header: html`<p class="eyebrow">Evidence from CloudTrail</p>
<h1>${titleOf(found)} <small>${windowOf(found)}</small></h1>
<div class="verdict ${tone}" role="status"><p class="headline"><span aria-hidden="true">${isAttack ? '✕' : '○'}</span> ${capitalised(verdict.statement)}</p>
<p>A proposal is for a person to decide on; nothing was changed by making it.</p></div>`,
    contents: [...sections, { id: 'records', title: 'Records' }],
    main: html`${body}
${renderRecords(index, options.details)}`,
    footer: html`Made ${showTime(options.generatedAt)} UTC. Times are UTC.`,
  })
}

function titleOf({ focus, proposed }: Investigation): string {
  const [first] = proposed
  if (focus !== null) return `${focus.type}/${focus.name}`
  return first === undefined ? 'nobody proposed' : `${first.type}/${first.name}`
}

function windowOf({ coverage: { from, to, unique } }: Investigation): string {
  return from === null ? 'no record' : `${showTime(from)} to ${showTime(to)} UTC, ${unique} records`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function renderSection({ id, title, blocks }: Section, index: EventIndex): SafeHtml {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${blocks.map((block) => renderBlock(block, index))}
</section>
`
}

function renderBlock(block: Block, index: EventIndex): SafeHtml {
  switch (block.kind) {
    case 'paragraph':
      return html`<p class="paragraph">${block.statements.map((each) => html`${told(each, index)} `)}</p>\n`
    case 'list':
      return html`${block.caption === '' ? '' : html`<h3>${block.caption}</h3>\n`}<ul>${block.items.map((item) => html`<li>${told(item, index)}</li>`)}</ul>\n`
    case 'entries':
      return renderEntries(block, index)
    case 'table':
      return renderTable(block, index)
    case 'volume':
      return volumeChart(block.intervals)
    case 'tree':
      return html`${treeDrawing(block.roots, index)}${renderMore(block.more)}`
    default:
      return assertNever(block, 'block')
  }
}

function renderEntries({ entries, ordered, more }: Extract<Block, { kind: 'entries' }>, index: EventIndex): SafeHtml {
  const items = entries.map((entry) => renderEntry(entry, index))
  return html`${ordered ? html`<ol class="entries">${items}</ol>` : html`<ul class="entries">${items}</ul>`}\n${renderMore(more)}`
}

function renderEntry({ heading, tone, note, statements }: Entry, index: EventIndex): SafeHtml {
  return html`<li><span class="name ${tone}">${heading}</span> <span class="note">${note}</span>
<ul>${statements.map((each) => html`<li>${told(each, index)}</li>`)}</ul></li>
`
}

function renderTable({ columns, long, rows, more }: Extract<Block, { kind: 'table' }>, index: EventIndex): SafeHtml {
  return html`<div class="scroll" role="region" aria-label="${columns.join(', ')}" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}<th scope="col">records</th></tr></thead>
<tbody>
${rows.map(
  ({ cells, tone, ...named }) =>
    html`<tr>${cells.map((cell, i) => html`<td class="${i === 0 ? `text ${tone}` : long.includes(columns[i] ?? '') ? 'text long' : 'text'}">${cut(cell)}</td>`)}<td>${links(named, index)}</td></tr>\n`,
)}</tbody>
</table></div>
${renderMore(more)}`
}

const longestCell = 300

function cut(text: string): string {
  const characters = [...text]
  return characters.length > longestCell ? `${characters.slice(0, longestCell).join('')}…` : text
}

function renderMore(more: string | null): HtmlValue {
  return more === null ? '' : html`<p class="more">${more}</p>\n`
}

function told(statement: Statement, index: EventIndex): SafeHtml {
  const [words, end] = beforeItsEnd(statement.text)
  return html`${words}${links(statement, index)}${end}`
}

function links(named: Pick<Statement, 'eventIds' | 'records'>, index: EventIndex): HtmlValue {
  const { eventIds } = named
  if (eventIds.length === 0) return ''
  const more = unnamed(named, Math.min(linkedIds, eventIds.length))
  const shown = eventIds.slice(0, linkedIds).map((eventId) => {
    const number = index.numberOf(eventId)
    return html` <a href="#record-${number}" title="${eventId}">r${number}</a>`
  })
  return html`<span class="ids">${shown}${more > 0 ? ` +${more}` : ''}</span>`
}

function renderRecords(index: EventIndex, details: ReadonlyMap<string, EventDetail>): SafeHtml {
  const rows = index.events().map(({ number, eventId }) => {
    const detail = details.get(eventId)
    const cells = detail === undefined ? ['', '', 'not kept whole', '', '', ''] : cellsOf(detail)
    return html`<tr id="record-${number}"><td>r${number}</td><td class="event">${eventId}</td>${cells.map((cell) => html`<td class="text">${cell}</td>`)}</tr>\n`
  })
  return html`<section id="records" aria-labelledby="records-title"><h2 id="records-title">Records</h2>
<p>What the statements above rest on, by CloudTrail's event id.</p>
<div class="scroll" role="region" aria-label="Records" tabindex="0"><table>
<thead><tr>${['', 'event id', 'when (UTC)', 'call', 'outcome', 'from', 'key', 'who'].map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></section>
`
}

function cellsOf({ at, call, outcome, sourceIp, accessKeyId, actorArn }: EventDetail): string[] {
  return [showTime(at), call, outcome, sourceIp, accessKeyId, actorArn]
}
