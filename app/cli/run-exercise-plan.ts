import { openActions } from '../../exercises/report/open-actions.js'
import { changeReview } from '../exercise/change-review.js'
import { reportPath } from '../exercise/keep-run.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { keptRun, keptRuns } from './kept-runs.js'
import { leftLines, planLines } from './plan-lines.js'
import { type PlanOptions, planRequest } from './plan-options.js'
import { MOST_CHARS, refuseExercise } from './refuse-exercise.js'

export interface ExercisePlanOptions extends PlanOptions {
  readonly run?: number
  readonly runs: string
}

/** Completes the improvement plan of a kept run, the newest where none is named; without a change it shows the plan. */
export function planExercise(id: string, options: ExercisePlanOptions): ExitCode {
  const request = planRequest(options)
  if (request.kind === 'refused') return refuseExercise(request.why)
  const runs = keptRuns(id, options.runs)
  if (typeof runs === 'number') return runs
  const review = keptRun(runs, options.run)
  if (typeof review === 'number') return review
  if (request.kind === 'look') {
    const earlier = runs.reviews.filter(({ run }) => run < review.run)
    const again = new Set(review.improvements.map(({ action }) => action))
    const left = openActions(earlier).filter(({ action }) => !again.has(action))
    return tell([...planLines(review), ...leftLines(left)])
  }
  const changed = changeReview(reportPath(runs.folder, review.run), id, request.change)
  if (!changed.ok) return refuseExercise(changed.why)
  const { html, markdown, json } = changed.files
  const files = [html, markdown, json].map((path) => terminalText(path, MOST_CHARS))
  return tell([...planLines(changed.review), 'Written anew:', ...files])
}

function tell(lines: readonly string[]): ExitCode {
  process.stdout.write(`${lines.join('\n')}\n`)
  return EXIT.ok
}
