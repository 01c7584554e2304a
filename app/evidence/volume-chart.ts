import type { VolumeInterval } from '../../src/evidence/timeline/api-call-volume.js'
import { html, type SafeHtml } from '../../src/report/html.js'
import { showTime } from './outline.js'

const width = 900
const height = 170
const left = 44
const top = 10
const bottom = 28

/** Calls by interval as bars, failures above successes; said in words for whoever does not see it. */
export function volumeChart(intervals: readonly VolumeInterval[]): SafeHtml {
  const [first] = intervals
  const last = intervals.at(-1)
  if (first === undefined || last === undefined) return html`<p>No calls.</p>`
  const most = Math.max(1, ...intervals.map(({ ok, failed }) => ok + failed))
  const ok = intervals.reduce((sum, each) => sum + each.ok, 0)
  const failed = intervals.reduce((sum, each) => sum + each.failed, 0)
  const words = `API calls from ${showTime(first.start)} to ${showTime(last.start)} UTC: ${ok} succeeded, ${failed} failed, at most ${most} in one interval.`
  const base = height - bottom
  return html`<figure class="chart"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words}">
<line x1="${left}" y1="${base}" x2="${width}" y2="${base}" class="axis"/>
<line x1="${left}" y1="${top}" x2="${width}" y2="${top}" class="grid"/>
<text x="${left - 6}" y="${top + 4}" text-anchor="end">${most}</text>
<text x="${left - 6}" y="${base}" text-anchor="end">0</text>
${intervals.map((interval, i) => bar(interval, i, intervals.length, most))}
<text x="${left}" y="${height - 8}">${showTime(first.start)}</text>
<text x="${width}" y="${height - 8}" text-anchor="end">${showTime(last.start)} UTC</text>
</svg>
<figcaption>${words} <span class="key ok"></span> succeeded <span class="key failed"></span> failed</figcaption></figure>
`
}

function bar({ start, ok, failed }: VolumeInterval, i: number, bars: number, most: number): SafeHtml {
  if (ok + failed === 0) return html``
  const room = height - bottom - top
  const step = (width - left) / bars
  const x = shown(left + i * step + step * 0.1)
  const okHeight = shown((ok / most) * room)
  const failedHeight = shown(Math.max(failed > 0 ? 2 : 0, (failed / most) * room))
  const base = height - bottom
  return html`<g><title>${showTime(start)} UTC: ${ok} succeeded, ${failed} failed</title>
<rect class="ok" x="${x}" y="${shown(base - okHeight)}" width="${shown(step * 0.8)}" height="${okHeight}"/>
<rect class="failed" x="${x}" y="${shown(base - okHeight - failedHeight)}" width="${shown(step * 0.8)}" height="${failedHeight}"/></g>
`
}

function shown(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
