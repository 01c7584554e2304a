import { join } from 'node:path'
import { changeReview, type ReviewChange } from '../exercise/change-review.js'
import { terminalText } from '../terminal-text.js'
import { planLines } from './plan-lines.js'

/** How a review that was written is named in its folder, without its ending. */
export function reviewPath(folder: string, incidentId: string): string {
  return join(folder, `${incidentId}-review`)
}

/** Completes the review of an incident that was written already; why not, in a sentence, where it cannot be. */
export function completeReview(folder: string, incidentId: string, change: ReviewChange): string | null {
  // It becomes a part of a path.
  if (!/^inc_[A-Za-z0-9]{1,60}$/.test(incidentId)) return `${incidentId} is no id of an incident.`
  const changed = changeReview(reviewPath(folder, incidentId), incidentId, change)
  if (!changed.ok) return changed.why
  const { html, markdown, json } = changed.files
  const files = [html, markdown, json].map((path) => terminalText(path, 2_000))
  process.stdout.write(`${[...planLines(changed.review), 'Written anew:', ...files].join('\n')}\n`)
  return null
}
