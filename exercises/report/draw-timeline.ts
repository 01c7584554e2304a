import { inWords } from '../../src/engine/in-words.js'
import { type HtmlValue, html, type SafeHtml } from '../../src/report/html.js'
import { showExerciseTime } from '../duration.js'
import type { AfterAction, Lane, TimelineEntry } from './after-action-schema.js'
import { foldRepeats } from './fold-repeats.js'
import { cutLabel, LETTER_WIDTH, placeLabels } from './place-labels.js'
import { type TimeScale, timeScale } from './time-scale.js'

const WIDTH = 1_000
const LEFT = 96
const RIGHT = 950
const ROW = 20
const MOST_ROWS = 9
const PAD = 8

const LANES: readonly { readonly lane: Lane; readonly name: string }[] = [
  { lane: 'attacker', name: 'Attacker' },
  { lane: 'product', name: 'State' },
  { lane: 'people', name: 'People' },
  { lane: 'injects', name: 'Injects' },
]

interface Drawn {
  readonly height: number
  /** Drawn from y on. */
  readonly at: (y: number) => HtmlValue
}

/**
 * The timeline as an inline SVG: a lane each for the attacker, the product's state, people and injects. It says nothing that the table
 * below it does not say, so it is one image to a screen reader. Colours come from the page, light and dark.
 */
export function drawTimeline(report: AfterAction): SafeHtml {
  const { timeline, durationMs, kind, attacker, startedAt } = report
  if (timeline.length === 0) return html``
  const blockedMs =
    attacker.blockedAt === null ? null : Math.max(0, Date.parse(attacker.blockedAt) - Date.parse(startedAt))
  const moments = [0, durationMs, ...timeline.map(({ atMs }) => atMs), ...(blockedMs === null ? [] : [blockedMs])]
  const scale = timeScale(moments, LEFT, RIGHT)
  const names = LANES.map(({ lane, name }) => ({
    lane,
    name: kind === 'incident' && lane === 'injects' ? 'Findings' : name,
  }))
  let y = 22
  const lanes: HtmlValue[] = []
  for (const { lane, name } of names) {
    const entries = timeline.filter((entry) => entry.lane === lane)
    if (entries.length === 0) continue
    const drawn = lane === 'product' ? drawStates(timeline, scale, durationMs) : drawMarks(lane, entries, scale)
    lanes.push(html`<g><rect class="lane" x="0" y="${y}" width="${WIDTH}" height="${drawn.height}" rx="4"/>
<text class="name" x="8" y="${y + 20}">${name}</text>${drawn.at(y)}</g>
`)
    y += drawn.height + 6
  }
  return html`<figure class="drawing"><div class="scroll" role="region" aria-label="Drawing of the timeline" tabindex="0">
<svg viewBox="0 0 ${WIDTH} ${y + 26}" role="img" aria-label="The timeline as lanes: ${names.map(({ name }) => name).join(', ')}. The table below says the same.">
${lanes}${drawBlock(blockedMs, kind === 'exercise' ? 'block in force' : 'block applied', { scale, bottom: y })}${drawAxis(scale, y)}</svg></div>
<figcaption>${legend()}${scale.breaks.length === 0 ? '' : ' Dotted parts of the axis are waits, drawn shorter than they were.'}</figcaption></figure>
`
}

/** The states of each incident as bars, at most three incidents. */
function drawStates(timeline: readonly TimelineEntry[], scale: TimeScale, endMs: number): Drawn {
  const states = timeline.filter(({ state, incident }) => state !== null && incident !== null)
  const incidents = [...new Set(states.map(({ incident }) => incident))].slice(0, 3)
  const rows = incidents.map((incident) => states.filter((entry) => entry.incident === incident))
  return {
    height: Math.max(1, rows.length) * 28 + PAD,
    at: (y) => rows.map((row, index) => drawBars(row, scale, { y: y + PAD / 2 + index * 28, endMs })),
  }
}

function drawBars(
  row: readonly TimelineEntry[],
  scale: TimeScale,
  { y, endMs }: { readonly y: number; readonly endMs: number },
): HtmlValue {
  return row.map((entry, index) => {
    const x = scale.x(entry.atMs)
    const width = Math.max(2, scale.x(row[index + 1]?.atMs ?? endMs) - x - 1)
    const name = inWords(entry.state ?? '')
    const letters = Math.floor((width - 8) / LETTER_WIDTH)
    const label =
      letters < 3 ? '' : html`<text class="state" x="${round(x + 5)}" y="${y + 17}">${cutLabel(name, letters)}</text>`
    return html`<g><title>${titleOf(entry)}</title><rect class="bar${index % 2 === 0 ? '' : ' other'}" x="${round(x)}" y="${y + 2}" width="${round(width)}" height="22" rx="3"/>${label}</g>`
  })
}

function drawMarks(lane: Lane, entries: readonly TimelineEntry[], scale: TimeScale): Drawn {
  const told =
    lane === 'attacker'
      ? foldRepeats(withoutBegun(entries))
      : foldRepeats(entries.filter((entry) => !isSaid(entry, entries)))
  const placed = placeLabels(
    told.map((entry) => ({ x: scale.x(entry.atMs), text: labelOf(lane, entry) })),
    { most: MOST_ROWS, endX: WIDTH },
  )
  const rows = Math.max(1, ...placed.map(({ row }) => row + 1))
  return {
    height: rows * ROW + PAD,
    at: (y) =>
      told.map((entry, index) => {
        const { x, row, text, side } = placed[index] ?? { x: LEFT, row: 0, text: '', side: 'right' }
        const middle = y + PAD / 2 + row * ROW + ROW / 2
        const label =
          text === ''
            ? ''
            : html`<text class="label" x="${round(side === 'right' ? x + 9 : x - 9)}" y="${middle + 4}" text-anchor="${side === 'right' ? 'start' : 'end'}">${text}</text>`
        return html`<g><title>${titleOf(entry)}</title>${markOf(entry, round(x), middle)}${label}</g>`
      }),
  }
}

/** A step that has its answer in the moment in which it is begun needs one mark. */
function withoutBegun(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.filter(
    (entry, index) =>
      entry.tone !== 'open' ||
      !entries
        .slice(index + 1)
        .some(({ step, atMs, tone }) => step === entry.step && atMs === entry.atMs && tone !== 'open'),
  )
}

/** A fault is told right after the inject that brings it about: one mark is enough. */
function isSaid({ inject, atMs, what }: TimelineEntry, entries: readonly TimelineEntry[]): boolean {
  return (
    what.startsWith('Fault: ') &&
    entries.some((each) => each.inject === inject && each.atMs === atMs && each.what !== what)
  )
}

function labelOf(lane: Lane, { short, actor }: TimelineEntry): string {
  // `Kim Lee (on call)`: what stands in brackets is in the table.
  return lane === 'people' ? `${short} · ${actor.replace(/ \([^()]*\)$/, '')}` : short
}

function markOf({ tone }: TimelineEntry, x: number, y: number): SafeHtml {
  switch (tone) {
    case 'good':
      return html`<circle class="m-good" cx="${x}" cy="${y}" r="5"/>`
    case 'bad':
      return html`<path class="m-bad" d="M${x - 4} ${y - 4}l8 8m0-8l-8 8"/>`
    case 'open':
      return html`<path class="m-open" d="M${x} ${y - 5}l5 5l-5 5l-5-5z"/>`
    case 'plain':
      return html`<circle class="m-plain" cx="${x}" cy="${y}" r="3.5"/>`
  }
}

function titleOf({ no, atMs, actor, what }: TimelineEntry): string {
  return `no. ${no}, ${showExerciseTime(atMs)}, ${actor}: ${what}`
}

function drawBlock(
  blockedMs: number | null,
  name: string,
  { scale, bottom }: { readonly scale: TimeScale; readonly bottom: number },
): HtmlValue {
  if (blockedMs === null) return ''
  const x = round(scale.x(blockedMs))
  return html`<path class="block" d="M${x} 16V${bottom}"/><text class="block-name" x="${x}" y="12" text-anchor="middle">${name}</text>
`
}

function drawAxis({ ticks, breaks }: TimeScale, y: number): HtmlValue {
  const lines = breaks.map(({ fromX, toX }) => html`<path class="break" d="M${round(fromX)} ${y}H${round(toX)}"/>`)
  const texts = ticks.map(
    ({ atMs, x }) =>
      html`<path class="tick" d="M${round(x)} ${y - 4}v8"/><text class="time" x="${round(x)}" y="${y + 17}" text-anchor="middle">${showExerciseTime(atMs)}</text>`,
  )
  return html`<path class="axis" d="M${LEFT} ${y}H${RIGHT}"/>${lines}${texts}`
}

function legend(): SafeHtml {
  return html`<span><i class="good" aria-hidden="true">●</i> went as it should</span> <span><i class="bad" aria-hidden="true">✕</i> refused, missed, or the attacker's success</span> <span><i class="open" aria-hidden="true">◆</i> begun, or asked</span> <span><i aria-hidden="true">•</i> told</span>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
