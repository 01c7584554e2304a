import { Command } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'

export interface ReviewOptions {
  readonly config: string
  readonly out: string
}

/** `tourniquet review INCIDENT`: the post-incident review, in the shape of an exercise's after-action report. */
export function reviewCommand(finish: (code: ExitCode) => void): Command {
  return new Command('review')
    .description('write the post-incident review of an incident from its record, for people to complete')
    .argument('<incident>', 'its id')
    .addOption(configOption())
    .option('--out <folder>', 'where it is written', 'tourniquet-reviews')
    .addHelpText('after', reviewHelp)
    .action(async (incident: string, options: ReviewOptions) => {
      const { runReview } = await import('./run-review.js')
      finish(await runReview(incident, options))
    })
}

const reviewHelp = `
Writes <incident>-review.md, .html and .json, and never over a review that is there: people complete it with owners, due dates
and contributing factors. It is read from the database; that it was made is on the system chain. Exit codes: 0 written; 1 there
is no such incident, or a review of it is there already.`
