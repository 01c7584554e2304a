import { html, type SafeHtml } from '../../src/report/html.js'
import type { EventIndex } from './event-index.js'
import { inferredLegend } from './inferred-legend.js'
import { shortArn } from './paint.js'
import type { TreeNode } from './session-tree.js'

const rowHeight = 40
const indent = 26
const width = 1000

interface Placed {
  readonly node: TreeNode
  readonly depth: number
  readonly y: number
  readonly parentY: number | null
}

/**
 * Sessions by who obtained them: a dot a credential, a line to what was obtained with it, dashed where that is inferred, and the proposed
 * ones marked.
 */
export function treeDrawing(roots: readonly TreeNode[], index: EventIndex): SafeHtml {
  const placed: Placed[] = []
  for (const root of roots) place(root, 0, null, placed)
  const legend = inferredLegend(roots, '- - -')
  const height = placed.length * rowHeight + 8
  return html`<div class="scroll" role="region" aria-label="Session tree" tabindex="0"><svg class="tree" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Who obtained which credentials; the same is in the text of each line">
${placed.map((each) => drawn(each, index))}</svg></div>
${legend === null ? '' : html`<p class="more">${legend}</p>\n`}`
}

function place(node: TreeNode, depth: number, parentY: number | null, placed: Placed[]): void {
  const y = placed.length * rowHeight + 18
  placed.push({ node, depth, y, parentY })
  for (const child of node.children) place(child, depth + 1, y, placed)
}

function drawn({ node, depth, y, parentY }: Placed, index: EventIndex): SafeHtml {
  const x = depth * indent + 10
  const { who, how, accessKeyId, use, from, isProposed, isInferred, eventIds } = node
  const line =
    parentY === null
      ? html``
      : html`<path class="${isInferred ? 'link inferred' : 'link'}" d="M${x - indent} ${parentY + 6}V${y}H${x - 6}"/>`
  const details = [how, accessKeyId, use, from].filter((text) => text !== '').join(' · ')
  return html`${line}<circle class="${isProposed ? 'proposed' : 'other'}" cx="${x}" cy="${y}" r="5"/>
<text x="${x + 12}" y="${y + 4}" class="${isProposed ? 'who proposed' : 'who'}"><title>${who}</title>${isProposed ? '✕ ' : ''}${cut(shortArn(who), 96 - depth * 3)}</text>
<text x="${x + 12}" y="${y + 18}" class="details">${cut(details, 130 - depth * 4)}</text>${link(eventIds, y, index)}
`
}

/** To the record of its issue, or of its first call. */
function link([eventId]: readonly string[], y: number, index: EventIndex): SafeHtml {
  if (eventId === undefined) return html``
  const number = index.numberOf(eventId)
  return html`<a href="#record-${number}"><text x="${width - 8}" y="${y + 4}" text-anchor="end" class="record"><title>${eventId}</title>r${number}</text></a>`
}

function cut(text: string, most: number): string {
  const chars = [...text]
  return chars.length > most ? `${chars.slice(0, most - 1).join('')}…` : text
}
