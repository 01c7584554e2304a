import { assertNever } from '../domain/assert-never.js'
import { codeMarkdown, escapeMarkdown, fence } from './markdown-text.js'
import { type Block, type Cell, type Section, showTime } from './outline.js'

/** One section as paragraphs of Markdown, its heading first. */
export function sectionMarkdown({ title, blocks }: Section): string[] {
  return [`## ${title}`, ...blocks.flatMap(renderBlock)]
}

function renderBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [escapeMarkdown(block.text)]
    case 'facts':
      return [
        renderTable(
          ['', ''],
          block.facts.map(({ name, value }) => [escapeMarkdown(name), renderCell(value)]),
        ),
      ]
    case 'table':
      return [
        ...heading(block.caption),
        renderTable(
          block.columns,
          block.rows.map((row) => row.map(renderCell)),
        ),
        ...(block.more === null ? [] : [escapeMarkdown(block.more)]),
      ]
    case 'list':
      return [...heading(block.caption), block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')]
    case 'code':
      return [...heading(block.caption), fence(block.text, block.language)]
    default:
      return assertNever(block, 'block')
  }
}

function heading(caption: string): string[] {
  return caption === '' ? [] : [`### ${escapeMarkdown(caption)}`]
}

function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(() => '---')
  return [columns, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function renderCell(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return escapeMarkdown(cell.text)
    case 'code':
      return codeMarkdown(cell.text)
    case 'number':
      return String(cell.number)
    case 'time':
      return cell.at === null ? 'not known' : escapeMarkdown(showTime(cell.at))
    case 'status':
      return cell.tone === 'bad' ? `**${escapeMarkdown(cell.text)}**` : escapeMarkdown(cell.text)
    default:
      return assertNever(cell, 'cell')
  }
}
