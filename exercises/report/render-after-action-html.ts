import { html, type SafeHtml } from '../../src/report/html.js'
import { toneMark } from '../../src/report/section-html.js'
import type { AfterAction, MetricResult } from './after-action-schema.js'
import { drawTimeline } from './draw-timeline.js'
import { drawTrend } from './draw-trend.js'
import { outlineAfterAction } from './outline-after-action.js'
import { renderPage } from './page.js'
import { showMeasured } from './show-measured.js'

/** A review as one self-contained page, with its timeline as a drawing. Pure; every text is escaped. */
export function renderAfterActionHtml(report: AfterAction): string {
  const isExercise = report.kind === 'exercise'
  return renderPage({
    title: report.title,
    banner: report.banner,
    eyebrow: isExercise ? 'After-action report' : 'Post-incident review',
    subtitle: isExercise
      ? `${report.id}, run ${report.run}, seed ${report.seed}, players: ${report.players}`
      : report.id,
    head: renderHead(report),
    sections: outlineAfterAction(report),
    figures: new Map([
      ['timeline', drawTimeline(report)],
      ...(isExercise && report.trend !== null ? [['trend', drawTrend(report.trend)] as const] : []),
    ]),
    footer: report.footer,
  })
}

function renderHead({ outcome, metrics }: AfterAction): SafeHtml {
  return html`<div class="verdict ${outcome.tone}" role="status">
<p class="headline">${toneMark(outcome.tone)} ${outcome.headline}</p>
<p>${outcome.sentence}</p>
</div>
${renderTiles(metrics)}`
}

/** The times that there are, in large: what is asked for first. */
function renderTiles(metrics: readonly MetricResult[]): SafeHtml {
  const times = metrics.filter(({ unit, value }) => unit === 'ms' && value !== null)
  if (times.length === 0) return html``
  return html`<dl class="tiles">${times.map(
    ({ label, unit, value, met }) =>
      html`<div><dt>${label}</dt><dd${met === null ? '' : html` class="${met ? 'good' : 'bad'}"`}>${showMeasured(value, unit)}</dd></div>`,
  )}</dl>
`
}
