import { renderMermaidSVG } from 'beautiful-mermaid'
import type { MachineDescription } from '../../src/engine/describe-machine.js'
import { box, currentStyle, type DrawingOptions, mermaidId } from './draw-mermaid.js'
import { escapeXml } from './escape-xml.js'
import { type Arrow, leadsBack, type StateDiagram, toStateDiagram } from './state-diagram.js'
import { drawPanel, PANEL_WIDTH } from './svg-panel.js'

const GAP = 24
const MARGIN = 20
const HEADER_HEIGHT = 64

/**
 * The machine as one self-contained SVG: states from top to bottom in the order of the happy path, ways back dotted, and
 * beside them what leads to a state from everywhere. Re-entries (reminders) are left out. It loads nothing from anywhere.
 */
export function drawSvg(description: MachineDescription, { current }: DrawingOptions = {}): string {
  const diagram = toStateDiagram(description)
  const graph = renderGraph(flowchart(diagram, current))
  const panels = stackPanels(diagram, current)
  const width = Math.ceil(graph.width + (panels.height > 0 ? PANEL_WIDTH + GAP : 0) + MARGIN)
  const height = Math.ceil(HEADER_HEIGHT + Math.max(graph.height, panels.height) + MARGIN)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif">
<title>${escapeXml(diagram.title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="${MARGIN}" y="32" font-size="18" font-weight="600" fill="#18181b">${escapeXml(diagram.title)}</text>
<text x="${MARGIN}" y="52" font-size="12" fill="#52525b">rounded: start; double border: end; dotted: back to an earlier state</text>
<g transform="translate(0 ${HEADER_HEIGHT})">
${graph.svg}
</g>
<g transform="translate(${Math.ceil(graph.width)} ${HEADER_HEIGHT + GAP})">
${panels.svg}</g>
</svg>
`
}

/** Gathered states are drawn as panels, with the ways out of them; here are all the others. */
function flowchart(diagram: StateDiagram, current: string | undefined): string {
  const gathered = diagram.gathered.map(({ to }) => to)
  const states = diagram.states.filter(({ id }) => !gathered.includes(id))
  const arrows = diagram.arrows.filter(({ from, to }) => from !== to && !gathered.includes(from))
  const marked = states.some(({ id }) => id === current) ? [`style ${mermaidId(current ?? '')} ${currentStyle}`] : []
  return [
    'flowchart TD',
    ...states.map((state) => box(diagram, state)),
    ...arrows.map((arrow) => arrowLine(diagram, arrow)),
    ...marked,
  ].join('\n')
}

/**
 * A way back is written from its target with the head at the start: the layout puts the written source above, and would
 * else tear the happy path apart to please the cycles.
 */
function arrowLine(diagram: StateDiagram, arrow: Arrow): string {
  const [from, to] = [mermaidId(arrow.from), mermaidId(arrow.to)]
  const label = arrow.labels.join('<br>')
  return leadsBack(diagram, arrow) ? `${to} <-.-|${label}| ${from}` : `${from} -->|${label}| ${to}`
}

const colours = {
  bg: '#ffffff',
  fg: '#18181b',
  muted: '#3f3f46',
  line: '#71717a',
  surface: '#f4f4f5',
  border: '#a1a1aa',
}

/**
 * beautiful-mermaid's SVG, with two things mended: it loads a font from another host, which a document of ours must not,
 * and a head at the start of a line points into the line, hidden under the box.
 */
function renderGraph(text: string): { svg: string; width: number; height: number } {
  const svg = renderMermaidSVG(text, { ...colours, padding: MARGIN, layerSpacing: 26, nodeSpacing: 30 })
    .replace(/^\s*@import url\([^)]*\);\n/m, '')
    .replaceAll('orient="auto-start-reverse"', 'orient="auto"')
    .replace(/[ \t]+$/gm, '')
  const size = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)
  return { svg, width: Number(size?.[1] ?? 0), height: Number(size?.[2] ?? 0) }
}

function stackPanels(diagram: StateDiagram, current: string | undefined): { svg: string; height: number } {
  let height = 0
  let svg = ''
  for (const gathered of diagram.gathered) {
    const panel = drawPanel(diagram, gathered, gathered.to === current)
    svg += `<g transform="translate(0 ${height})">${panel.svg}</g>\n`
    height += panel.height + GAP
  }
  return { svg, height }
}
