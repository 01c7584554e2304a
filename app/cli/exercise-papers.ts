import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from './exit-codes.js'
import { addPlanOptions, type PlanOptions } from './plan-options.js'

const FORMS = ['md', 'html', 'json'] as const

/** `exercise guide|report|plan|trend`: what is made of the file before a run, and of the reports after one or several. */
export function addPapers(exercise: Command, finish: (code: ExitCode) => void): void {
  exercise
    .command('guide <exercise>')
    .description("the facilitator's guide of an exercise: a file, or the id of one that comes with the program")
    .option('--out <file>', 'where it is written, as .md or .html (default: Markdown on stdout)')
    .action(async (named: string, options: { out?: string }) => {
      const { writeGuide } = await import('./run-exercise-guide.js')
      finish(writeGuide(named, options))
    })
  addReport(exercise, finish)
  addPlan(exercise, finish)
  exercise
    .command('trend <id>')
    .description('how each metric went over the runs of an exercise, and which actions are open')
    .option('--json', 'print one JSON document')
    .addOption(runsOption())
    .action(async (id: string, options: { runs: string; json?: boolean }) => {
      const { showTrend } = await import('./run-exercise-trend.js')
      finish(showTrend(id, options))
    })
}

function addReport(exercise: Command, finish: (code: ExitCode) => void): void {
  exercise
    .command('report <id>')
    .description('the after-action report of a run that was kept, the newest if not told otherwise')
    .addOption(runOption())
    .addOption(new Option('--format <format>', 'how (default: as --out ends, or md)').choices(FORMS))
    .option('--out <file>', 'a new file, .md, .html or .json (default: stdout)')
    .option('--list', 'which runs there are')
    .addOption(runsOption())
    .addHelpText('after', reportHelp)
    .action(async (id: string, options: ReportFlags) => {
      const { showReport } = await import('./run-exercise-report.js')
      const { run, format, out, list, runs } = options
      finish(
        showReport(id, {
          from: runs,
          list: list === true,
          ...(run === undefined ? {} : { run }),
          ...(format === undefined ? {} : { form: format }),
          ...(out === undefined ? {} : { to: out }),
        }),
      )
    })
}

interface ReportFlags {
  readonly run?: number
  readonly format?: (typeof FORMS)[number]
  readonly out?: string
  readonly list?: boolean
  readonly runs: string
}

function addPlan(exercise: Command, finish: (code: ExitCode) => void): void {
  const command = exercise
    .command('plan <id>')
    .description('complete the improvement plan of a run that was kept: who does what until when, and what is done')
    .addOption(runOption())
  addPlanOptions(command)
    .addOption(runsOption())
    .addHelpText('after', planHelp)
    .action(async (id: string, options: PlanOptions & { run?: number; runs: string }) => {
      const { planExercise } = await import('./run-exercise-plan.js')
      finish(planExercise(id, options))
    })
}

function runOption(): Option {
  return new Option('--run <n>', 'which run, by its number (default: the newest)').argParser((text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1 || value > 999_999) throw new InvalidArgumentError('a number from 1 on')
    return value
  })
}

function runsOption(): Option {
  return new Option('--runs <folder>', 'where the runs are kept: `--out` of `exercise run`').default(
    'tourniquet-exercises',
  )
}

const reportHelp = `
Examples:
  tourniquet exercise report starter-instance-credentials --list
  tourniquet exercise report starter-instance-credentials                     # the newest, as Markdown
  tourniquet exercise report starter-instance-credentials --run 3 --out for-the-board.html

A file that is there is never written over. Exit codes: 0; 2 there is no such run, or the file cannot be written.`

const planHelp = `
Examples:
  tourniquet exercise plan starter-instance-credentials                       # the plan of the newest run
  tourniquet exercise plan starter-instance-credentials --item A1,A2 --owner @team-ci --due 2026-12-15
  tourniquet exercise plan starter-instance-credentials --run 2 --item A1 --status done
  tourniquet exercise plan starter-instance-credentials --add "Print the call tree" --owner Kim

The report's JSON is changed, and its Markdown and HTML are made anew from it; the record of the run is never touched. Where
somebody edited the Markdown or HTML by hand, nothing is written, and you are told which file it is. A later run that asks for
the same action keeps its owner and date. Exit codes: 0; 2 nothing was changed, and why is on stderr.`
