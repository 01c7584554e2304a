import type { MachineDescription, StateDescription } from '../../src/engine/describe-machine.js'
import {
  type Arrow,
  type Gathered,
  labelOfState,
  leadsBack,
  type StateDiagram,
  toStateDiagram,
} from './state-diagram.js'

export interface DrawingOptions {
  /** The id of the state to be marked as the one that an incident is in. */
  readonly current?: string
}

/**
 * The machine as Mermaid flowchart text, for Markdown and for other tools. Final states have a double border, ways back are
 * dotted, and what leads to a state from everywhere stands in a note beside it.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function drawMermaid(description: MachineDescription, { current }: DrawingOptions = {}): string {
  const diagram = toStateDiagram(description)
  const lines = [
    'flowchart TD',
    `  %% ${diagram.title}`,
    ...diagram.states.map((state) => `  ${box(diagram, state)}`),
    ...diagram.arrows.map((arrow) => `  ${arrowLine(diagram, arrow)}`),
    ...diagram.gathered.flatMap((gathered) => noteLines(diagram, gathered)),
    ...(current === undefined ? [] : [`  style ${mermaidId(current)} ${currentStyle}`]),
  ]
  return `${lines.join('\n')}\n`
}

/** How the current state stands out, in both themes: dark blue on light blue. */
export const currentStyle = 'fill:#dbeafe,stroke:#1d4ed8,stroke-width:3px,color:#1e3a8a'

/** A state as a node: a stadium to start from, a double border to end in. */
export function box(diagram: StateDiagram, { id, kind, parent }: StateDescription): string {
  const label = labelOfState(diagram, id)
  if (kind === 'final') return `${mermaidId(id)}[[${label}]]`
  return kind === 'initial' && parent === null ? `${mermaidId(id)}([${label}])` : `${mermaidId(id)}[${label}]`
}

/** Mermaid reads a dot in an id as the beginning of a link. */
export function mermaidId(stateId: string): string {
  return stateId.replaceAll('.', '_')
}

function arrowLine(diagram: StateDiagram, arrow: Arrow): string {
  const link = leadsBack(diagram, arrow) ? '-.->' : '-->'
  return `${mermaidId(arrow.from)} ${link}|${arrow.labels.join('<br>')}| ${mermaidId(arrow.to)}`
}

function noteLines(diagram: StateDiagram, gathered: Gathered): string[] {
  const note = `waysTo_${mermaidId(gathered.to)}`
  return [`  ${note}[/${waysIn(diagram, gathered).join('<br>')}/]`, `  ${note} -.-> ${mermaidId(gathered.to)}`]
}

/** The ways into a gathered state, one line a state that they come from. */
export function waysIn(diagram: StateDiagram, { everywhere, ways, to }: Gathered): string[] {
  const others = ways.filter(({ from }) => from !== to)
  return [
    `from anywhere: ${everywhere.join('; ')}`,
    ...others.map(({ from, labels }) => `from ${labelOfState(diagram, from)}: ${labels.join('; ')}`),
  ]
}
