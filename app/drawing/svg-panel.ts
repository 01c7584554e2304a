import { escapeXml } from './escape-xml.js'
import { type Gathered, labelOfState, type StateDiagram } from './state-diagram.js'
import { wrapWords } from './wrap-words.js'

export const PANEL_WIDTH = 400
const LINE_HEIGHT = 17
const PADDING = 16
/** At 12 px a letter of the system fonts is below 6.4 px wide on average. */
const COLUMNS = 56

interface Line {
  readonly text: string
  readonly kind: 'title' | 'heading' | 'item' | 'gap'
}

/** A state that everything can lead to, as a card: the ways in, and the ways out of it. */
export function drawPanel(
  diagram: StateDiagram,
  gathered: Gathered,
  isCurrent: boolean,
): { svg: string; height: number } {
  const lines = linesOf(diagram, gathered)
  const height = PADDING * 2 + lines.length * LINE_HEIGHT
  const frame = isCurrent ? 'fill="#dbeafe" stroke="#1d4ed8" stroke-width="3"' : 'fill="#fff7ed" stroke="#c2410c"'
  const texts = lines.map((line, index) => drawLine(line, PADDING + (index + 0.75) * LINE_HEIGHT))
  return { height, svg: `\n<rect width="${PANEL_WIDTH}" height="${height}" ${frame}/>\n${texts.join('')}` }
}

function linesOf(diagram: StateDiagram, { to, everywhere, ways }: Gathered): Line[] {
  const into = ways.filter(({ from }) => from !== to)
  const out = diagram.arrows.filter(({ from }) => from === to)
  return [
    { kind: 'title', text: labelOfState(diagram, to) },
    ...group('from anywhere', everywhere),
    ...into.flatMap(({ from, labels }) => group(`from ${labelOfState(diagram, from)}`, labels)),
    ...out.flatMap((arrow) => group(`on to ${labelOfState(diagram, arrow.to)}`, arrow.labels)),
  ]
}

function group(heading: string, items: readonly string[]): Line[] {
  const lines = items.flatMap((item) => wrapWords(item, COLUMNS))
  return [
    { kind: 'gap', text: '' },
    { kind: 'heading', text: heading },
    ...lines.map((text) => ({ kind: 'item', text }) as const),
  ]
}

const styles = {
  title: `x="${PADDING}" font-size="15" font-weight="600" fill="#18181b"`,
  heading: `x="${PADDING}" font-size="12" font-weight="600" fill="#3f3f46"`,
  item: `x="${PADDING + 14}" font-size="12" fill="#3f3f46"`,
} as const

function drawLine({ kind, text }: Line, y: number): string {
  return kind === 'gap' ? '' : `<text ${styles[kind]} y="${y}">${escapeXml(text)}</text>\n`
}
