import { openActions } from '../../exercises/report/open-actions.js'
import { renderTrend } from '../../exercises/report/render-trend.js'
import { trendOf } from '../../exercises/report/trend-of.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { keptRuns } from './kept-runs.js'

/** Tells how the runs of an exercise went, from the reports that were kept, and which actions nobody has done since. */
export function showTrend(id: string, { runs: kept, json }: { runs: string; json?: boolean }): ExitCode {
  const runs = keptRuns(id, kept)
  if (typeof runs === 'number') return runs
  const trend = trendOf(runs.reviews)
  const open = openActions(runs.reviews)
  const document = JSON.stringify({ ...trend, openActions: open }, null, 2)
  process.stdout.write(json === true ? `${document}\n` : renderTrend(trend, open))
  return EXIT.ok
}
