import { type HtmlValue, html, type SafeHtml } from '../../src/report/html.js'
import type { Trend } from './after-action-schema.js'
import { showMeasured } from './show-measured.js'
import { toNumber } from './trend-of.js'

const [WIDTH, HEIGHT, PAD] = [150, 36, 5]

/** A small line for each metric over the runs; a dashed one is its target. Runs that have no value are left out of the line. */
export function drawTrend({ metrics, runs }: Trend): SafeHtml {
  const drawn = metrics.flatMap((metric) => {
    const values = metric.values.map(toNumber)
    return values.filter((value) => value !== null).length < 2 ? [] : [drawMetric(metric, values)]
  })
  if (drawn.length === 0) return html`<p>A line needs two runs with a value; there are ${runs.length} so far.</p>`
  return html`<dl class="sparks">${drawn}</dl>
`
}

function drawMetric(
  { label, unit, target, values: shown }: Trend['metrics'][number],
  values: readonly (number | null)[],
): SafeHtml {
  const aimed = toNumber(target)
  const known = [...values, aimed].filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (index: number) => round(PAD + (index / Math.max(1, values.length - 1)) * (WIDTH - 2 * PAD))
  const y = (value: number) =>
    round(high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD))
  const points = values.flatMap((value, index) => (value === null ? [] : [{ x: x(index), y: y(value) }]))
  const last = points.at(-1)
  const line: HtmlValue = aimed === null ? '' : html`<path class="aim" d="M${PAD} ${y(aimed)}H${WIDTH - PAD}"/>`
  const end = last === undefined ? '' : html`<circle class="end" cx="${last.x}" cy="${last.y}" r="3"/>`
  return html`<div><dt>${label}</dt><dd>${showMeasured(shown.at(-1) ?? null, unit)} <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${line}<polyline class="line" points="${points.map((point) => `${point.x},${point.y}`).join(' ')}"/>${end}</svg></dd></div>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
