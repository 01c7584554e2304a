import { Command } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'
import { addPlanOptions, type PlanOptions } from './plan-options.js'

export interface ReviewOptions extends PlanOptions {
  readonly config: string
  readonly out: string
}

/** `tourniquet review INCIDENT`: the post-incident review, in the shape of an exercise's after-action report. */
export function reviewCommand(finish: (code: ExitCode) => void): Command {
  const command = new Command('review')
    .description('write the post-incident review of an incident from its record, or complete one that was written')
    .argument('<incident>', 'its id')
    .addOption(configOption())
    .option('--out <folder>', 'where it is written', 'tourniquet-reviews')
  return addPlanOptions(command)
    .addHelpText('after', reviewHelp)
    .action(async (incident: string, options: ReviewOptions) => {
      const { runReview } = await import('./run-review.js')
      finish(await runReview(incident, options))
    })
}

const reviewHelp = `
Writes <incident>-review.md, .html and .json, and never over a review that is there. It is read from the database; that it was
made is on the system chain.

With --item or --add it completes the review that is there, and reads no database:
  tourniquet review inc_0mwr8mxfds12joo6kioe --item A1 --owner @team-ci --due 2026-12-15
  tourniquet review inc_0mwr8mxfds12joo6kioe --item A1 --status done
Its JSON is changed, and its Markdown and HTML are made anew from it. Where somebody edited one of these by hand, nothing is written.

Exit codes: 0 written; 1 there is no such incident, a review of it is there already, or it cannot be completed; 2 usage.`
