import { ANYWHERE, type MachineDescription, type StateDescription } from '../../src/engine/describe-machine.js'
import type { OrderDescription } from '../../src/engine/describe-order.js'
import { inWords } from '../../src/engine/in-words.js'
import type { DrawingOptions } from './draw-mermaid.js'
import { type Arrow, labelOfState, leadsBack, type StateDiagram, toStateDiagram } from './state-diagram.js'
import { wrapWords } from './wrap-words.js'

const COLUMNS = 110
const INDENT = '      '
const LABEL_COLUMNS = 62

/**
 * The machine for a terminal: one block a state in the order of the happy path, with what it orders, what it waits for and
 * where it leads, in plain ASCII and below 120 columns. A drawn graph of this many arrows would be 700 columns wide.
 */
export function drawAscii(description: MachineDescription, { current }: DrawingOptions = {}): string {
  const diagram = toStateDiagram(description)
  const blocks = diagram.states.map((state) => drawState(diagram, state, state.id === current))
  return `${[heading(diagram), ...blocks, ...drawEverywhere(diagram)].join('\n\n')}\n`
}

function heading({ title }: StateDiagram): string {
  const legend = '( ) start   [ ] state   [[ ]] end   -> on   <- back   *** the incident is here'
  return `${title}\n${'='.repeat(title.length)}\n${legend}`
}

function drawState(diagram: StateDiagram, state: StateDescription, isCurrent: boolean): string {
  const arrows = [...diagram.arrows, ...diagram.gathered.flatMap(({ ways }) => ways)]
  const lines = [
    `${frame(diagram, state)}${isCurrent ? '  *** the incident is here ***' : ''}`,
    ...fact('orders', state.orders.map(describeOrder)),
    ...fact('waits for', state.timeouts.map(inWords)),
    ...arrows.filter(({ from }) => from === state.id).flatMap((arrow) => drawArrow(diagram, arrow)),
  ]
  return lines.join('\n')
}

function frame(diagram: StateDiagram, { id, kind, parent }: StateDescription): string {
  const label = labelOfState(diagram, id)
  if (kind === 'final') return `[[ ${label} ]]`
  return kind === 'initial' && parent === null ? `( ${label} )` : `[ ${label} ]`
}

/** `orders   put block; write report`, wrapped under itself. */
function fact(name: string, items: readonly string[]): string[] {
  if (items.length === 0) return []
  const start = `${INDENT}${name.padEnd(10)}`
  const lines = wrapWords(items.join('; '), COLUMNS - start.length)
  return lines.map((line, index) => `${index === 0 ? start : ' '.repeat(start.length)}${line}`)
}

/** One line a label, dotted up to the arrow, so that the eye finds what happened first and then where it leads. */
function drawArrow(diagram: StateDiagram, arrow: Arrow): string[] {
  const target = `${leadsBack(diagram, arrow) ? '<-' : '->'} ${labelOfState(diagram, arrow.to)}`
  return arrow.labels.map((label) => `${INDENT}${`${label} `.padEnd(LABEL_COLUMNS, '.')} ${target}`)
}

function drawEverywhere(diagram: StateDiagram): string[] {
  const ways = diagram.gathered.filter(({ everywhere }) => everywhere.length > 0)
  if (ways.length === 0) return []
  const arrows = ways.map(({ to, everywhere }) => ({ from: ANYWHERE, to, labels: everywhere }))
  return [['from every state that is not an end', ...arrows.flatMap((arrow) => drawOn(diagram, arrow))].join('\n')]
}

function drawOn(diagram: StateDiagram, { to, labels }: Arrow): string[] {
  return labels.map((label) => `${INDENT}${`${label} `.padEnd(LABEL_COLUMNS, '.')} -> ${labelOfState(diagram, to)}`)
}

function describeOrder({ kind, about }: OrderDescription): string {
  return about === null ? inWords(kind) : `${inWords(kind)} (${inWords(about)})`
}
