import pc from 'picocolors'
import { wrapWords } from '../drawing/wrap-words.js'
import { terminalText } from '../terminal-text.js'
import { type Block, type Row, unnamed } from './outline.js'
import { shortArn, toned } from './paint.js'

type Table = Extract<Block, { kind: 'table' }>

const gap = 2
const least = 4
const idsWidth = 24

/** One line a row, cells cut to the width of their column, and below it the long texts, wrapped. */
export function renderTable({ columns, long, rows }: Table, width: number): string[] {
  const isShort = columns.map((column) => !long.includes(column))
  const cells = rows.map((row) => row.cells.map((cell) => terminalText(shortArn(cell), 400)))
  const short = (texts: readonly string[]) => texts.filter((_, i) => isShort[i])
  const widths = widthsOf([short(columns), ...cells.map(short)], width)
  return [
    pc.dim(lineOf(short(columns), widths).trimEnd()),
    ...rows.flatMap((row, i) => {
      const texts = cells[i] ?? []
      return [
        rowLine(row, short(texts), widths),
        ...below(
          texts.filter((_, at) => !isShort[at]),
          width,
        ),
      ]
    }),
  ]
}

function rowLine(row: Row, cells: readonly string[], widths: readonly number[]): string {
  const { tone, eventIds } = row
  const ids = eventIds.slice(0, 2).map((id) => terminalText(id.slice(0, 8)))
  const left = unnamed(row, ids.length)
  const more = left > 0 ? ` +${left}` : ''
  const mark = ids.length === 0 ? '' : pc.dim(`  [${ids.join(' ')}${more}]`)
  return toned(tone, lineOf(cells, widths).trimEnd()) + mark
}

const mostLines = 3

function below(texts: readonly string[], width: number): string[] {
  const joined = texts.filter((text) => text !== '').join(' · ')
  if (joined === '') return []
  const lines = wrapWords(joined, width - 4)
  const shown = lines.slice(0, mostLines).map((line) => line.slice(0, width - 4))
  return shown.map((line, i) => pc.dim(`    ${line}${i === mostLines - 1 && lines.length > mostLines ? '…' : ''}`))
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, i) => fitted(cell, widths[i] ?? least)).join(' '.repeat(gap))
}

function fitted(text: string, width: number): string {
  const characters = [...text]
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : text.padEnd(width)
}

/** What is short keeps its width, and the widest give way. */
function widthsOf(rows: readonly (readonly string[])[], width: number): number[] {
  const columns = rows[0]?.length ?? 0
  const widths = Array.from({ length: columns }, (_, i) => Math.max(least, ...rows.map((row) => row[i]?.length ?? 0)))
  const room = width - idsWidth - gap * (columns - 1)
  while (widths.reduce((sum, each) => sum + each, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths))
    const now = widths[widest] ?? least
    if (now <= least) break
    widths[widest] = now - 1
  }
  return widths
}
