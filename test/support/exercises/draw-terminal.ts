/**
 * Draws what a terminal shows, from what tmux says that it does:
 * tmux capture-pane -p -e -t PANE | node scripts/run-ts.mjs test/support/exercises/draw-terminal.ts exercise-terminal docs/pictures
 */
import { readFileSync } from 'node:fs'
import { drawPages } from '../slack/draw-pages.js'

const colours = ['#1d1f21', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#d898f0', '#56c8d8', '#d7dae0']

interface Pen {
  readonly bold: boolean
  readonly dim: boolean
  readonly inverse: boolean
  readonly colour: number | null
}

const usual: Pen = { bold: false, dim: false, inverse: false, colour: null }

function changed(pen: Pen, code: number): Pen {
  if (code === 0) return usual
  if (code === 1) return { ...pen, bold: true }
  if (code === 2) return { ...pen, dim: true }
  if (code === 22) return { ...pen, bold: false, dim: false }
  if (code === 7 || code === 27) return { ...pen, inverse: code === 7 }
  if (code >= 30 && code <= 37) return { ...pen, colour: code - 30 }
  return code === 39 ? { ...pen, colour: null } : pen
}

function styleOf({ bold, dim, inverse, colour }: Pen): string {
  const ink = colour === null ? '#d7dae0' : (colours[colour] ?? '#d7dae0')
  return [
    inverse ? `background:${ink};color:#1d1f21` : `color:${ink}`,
    bold ? 'font-weight:bold' : '',
    dim ? 'opacity:.62' : '',
  ].join(';')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** The screen as a page. */
function page(screen: string): string {
  let pen = usual
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what a terminal is sent
  const parts = screen.split(/\u001b\[([0-9;]*)m/)
  const spans = parts.map((part, index) => {
    if (index % 2 === 0) return part === '' ? '' : `<span style="${styleOf(pen)}">${escaped(part)}</span>`
    pen = part.split(';').map(Number).reduce(changed, pen)
    return ''
  })
  const look = "margin:0;padding:12px;background:#1d1f21;font:11px/15px 'DejaVu Sans Mono',monospace"
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#1d1f21"><pre style="${look}">${spans.join('')}</pre>`
}

const [, , name = 'terminal', into = 'docs/pictures'] = process.argv
drawPages({ [name]: page(readFileSync(0, 'utf8').trimEnd()) }, into)
