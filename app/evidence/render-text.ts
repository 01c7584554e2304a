import pc from 'picocolors'
import { assertNever } from '../../src/domain/assert-never.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { beyondBlock } from '../../src/evidence/proposal/beyond-block.js'
import type { Statement } from '../../src/evidence/proposal/proposal.js'
import type { VolumeInterval } from '../../src/evidence/timeline/api-call-volume.js'
import { wrapWords } from '../drawing/wrap-words.js'
import { terminalText } from '../terminal-text.js'
import { inferredLegend } from './inferred-legend.js'
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
import { shortArn, toned } from './paint.js'
import { renderTable } from './render-table.js'
import type { TreeNode } from './session-tree.js'
import { sparkline } from './sparkline.js'

const longest = 1_200
const shownIds = 2

export interface TextOptions extends OutlineOptions {
  readonly columns: number
}

/**
 * The report for a terminal. Texts from records are escaped (`terminalText`), so that none of them moves the cursor, changes a
 * colour or begins a line of its own. Event ids stand behind each statement, cut to eight characters.
 */
export function renderText(found: Investigation, options: TextOptions): string {
  const columns = Math.max(60, Math.min(140, options.columns))
  const head = renderHead(found, columns)
  const body = outlineInvestigation(found, options).flatMap((section) => renderSection(section, columns))
  const end = wrapped('Event ids are cut to eight characters; --json has them whole.', columns, '').map(pc.dim)
  return `${[...head, ...body, ...end].join('\n')}\n`
}

function renderHead({ verdict, proposed, notProposed }: Investigation, columns: number): string[] {
  const isAttack = proposed.length > 0 || beyondBlock(notProposed).length > 0
  const paint = isAttack ? pc.red : pc.green
  const mark = isAttack ? '✖' : '○'
  return [
    ...wrapped(`${mark} ${capitalised(safe(verdict.statement))}`, columns, '  ').map((line) => paint(pc.bold(line))),
    '',
  ]
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function renderSection({ title, blocks }: Section, columns: number): string[] {
  return [pc.bold(title), ...blocks.flatMap((block) => renderBlock(block, columns - 2).map((line) => `  ${line}`)), '']
}

function renderBlock(block: Block, columns: number): string[] {
  switch (block.kind) {
    case 'paragraph':
      return wrapped(block.statements.map(told).join(' '), columns, '')
    case 'list':
      return [
        ...(block.caption === '' ? [] : [pc.dim(`${block.caption}:`)]),
        ...block.items.flatMap((item) => wrapped(told(item), columns, '  ', '• ')),
      ]
    case 'entries':
      return [
        ...block.entries.flatMap((entry, i) => renderEntry(entry, block.ordered ? `${i + 1}.` : '-', columns)),
        ...renderMore(block.more),
      ]
    case 'table':
      return [...renderTable(block, columns), ...renderMore(block.more)]
    case 'volume':
      return renderVolume(block.intervals)
    case 'tree':
      return [
        ...block.roots.flatMap((root) => renderTree(root, '', '', columns)),
        ...renderMore(inferredLegend(block.roots, '┄')),
        ...renderMore(block.more),
      ]
    default:
      return assertNever(block, 'block')
  }
}

function renderMore(more: string | null): string[] {
  return more === null ? [] : [pc.dim(more)]
}

function renderEntry({ heading, tone, note, statements }: Entry, mark: string, columns: number): string[] {
  const [only] = statements
  const head = `${mark} ${toned(tone, pc.bold(safe(heading)))}  ${pc.dim(safe(note))}`
  if (statements.length === 1 && only !== undefined) return [head, ...wrapped(told(only), columns, '   ', '   ')]
  return [head, ...statements.flatMap((statement) => wrapped(told(statement), columns, '     ', '   • '))]
}

/** Both rows have a scale of their own: a few failures must not vanish beside many successes. */
function renderVolume(intervals: readonly VolumeInterval[]): string[] {
  const [first, second] = intervals
  const last = intervals.at(-1)
  if (first === undefined || last === undefined) return ['No calls.']
  const minutes = second === undefined ? 1 : Math.round((Date.parse(second.start) - Date.parse(first.start)) / 60_000)
  const row = (name: string, numbers: readonly number[], paint: (text: string) => string) => {
    const sum = numbers.reduce((total, n) => total + n, 0)
    return `${name.padEnd(7)} ${paint(sparkline(numbers))}  ${sum} in all, at most ${Math.max(...numbers)} in one interval`
  }
  return [
    row(
      'ok',
      intervals.map(({ ok }) => ok),
      pc.green,
    ),
    row(
      'failed',
      intervals.map(({ failed }) => failed),
      pc.red,
    ),
    pc.dim(
      `${showTime(first.start)} to ${showTime(last.start)} UTC, ${minutes} min an interval; each row has its own scale`,
    ),
  ]
}

function renderTree(node: TreeNode, lead: string, below: string, columns: number): string[] {
  const { who, how, accessKeyId, use, from, isProposed, children } = node
  const name = toned(
    isProposed ? 'bad' : 'plain',
    terminalText(shortArn(who), Math.max(24, columns - lead.length - 60)),
  )
  const details = [how, accessKeyId, use, from].filter((text) => text !== '').map((text) => safe(text))
  const line = `${pc.dim(lead)}${name}${details.length === 0 ? '' : `  ${pc.dim(details.join(' · '))}`}`
  const last = children.length - 1
  return [
    line,
    ...children.flatMap((child, i) => {
      const lead = `${i === last ? '└' : '├'}${child.isInferred ? '┄' : '─'} `
      return renderTree(child, `${below}${lead}`, `${below}${i === last ? '   ' : '│  '}`, columns)
    }),
  ]
}

function told(statement: Statement): string {
  const { text: whole, eventIds } = statement
  const text = shortArn(whole)
  const ids = eventIds.slice(0, shownIds).map((id) => safe(id.slice(0, 8)))
  const more = unnamed(statement, ids.length)
  const [words, end] = beforeItsEnd(text)
  return ids.length === 0 ? safe(text) : `${safe(words)} [${ids.join(' ')}${more > 0 ? ` +${more}` : ''}]${end}`
}

function safe(text: string): string {
  return terminalText(text, longest)
}

/** Wrapped before it is coloured; the first line begins with `lead`, further ones with `indent`. */
function wrapped(text: string, columns: number, indent: string, lead = ''): string[] {
  const [first = '', ...others] = wrapWords(text, columns - indent.length)
  return [`${lead}${first}`, ...others.map((line) => `${indent}${line}`)]
}
