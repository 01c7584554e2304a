import { Command, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from './exit-codes.js'

export interface ExerciseRunOptions {
  readonly timeScale?: number
  readonly player?: 'good' | 'bad'
  readonly answers?: string
  readonly seed?: number
  readonly json?: boolean
  readonly out: string
}

/** `exercise list|run|check|init|guide|trend`: tabletop exercises with the playbooks in earnest, on a simulated account. */
export function exerciseCommand(finish: (code: ExitCode) => void): Command {
  const exercise = new Command('exercise').description(
    'tabletop exercises: the real playbooks against a simulated account',
  )
  const load = () => import('./run-exercise-commands.js')
  exercise
    .command('list')
    .description('the exercises that come with the program')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => finish((await load()).listExercises(json === true)))
  exercise
    .command('check <file>')
    .description('tell all that is wrong with an exercise file, with line and cure')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nEnds with 0 where the exercise can be played, and with 1 where it cannot.')
    .action(async (file: string, { json }: { json?: boolean }) => finish((await load()).checkFile(file, json === true)))
  exercise
    .command('init <id>')
    .description('write a new exercise file that runs, to be changed into your own')
    .option('--title <title>', 'what it is called', 'An exercise of our own')
    .option('--out <file>', 'where it is written (default: <id>.yaml)')
    .action(async (id: string, options: { title: string; out?: string }) =>
      finish((await load()).initExercise(id, options)),
    )
  exercise
    .command('run <exercise>')
    .description('play an exercise: a file, or the id of one that comes with the program')
    .addOption(new Option('--time-scale <n>', 'how much faster than a clock; 0: as fast as it goes').argParser(scale))
    .addOption(new Option('--player <script>', 'who plays: the scripted players of the file').choices(['good', 'bad']))
    .addOption(new Option('--answers <file>', 'who plays: a file of answers of your own').conflicts('player'))
    .addOption(new Option('--seed <n>', 'the same seed and answers give the same run').argParser(wholeNumber))
    .option('--json', 'print one JSON document on stdout; the timeline goes to stderr')
    .addOption(outOption('where the record and the after-action report of the run are kept'))
    .addHelpText('after', runHelp)
    .action(async (named: string, options: ExerciseRunOptions) => {
      const { runExerciseNamed } = await import('./run-exercise-run.js')
      finish(await runExerciseNamed(named, options))
    })
  addPapers(exercise, finish)
  return exercise
}

/** What is made of the file before a run, and of the reports after several. */
function addPapers(exercise: Command, finish: (code: ExitCode) => void): void {
  exercise
    .command('guide <exercise>')
    .description("the facilitator's guide of an exercise: a file, or the id of one that comes with the program")
    .option('--out <file>', 'where it is written, as .md or .html (default: Markdown on stdout)')
    .action(async (named: string, options: { out?: string }) => {
      const { writeGuide } = await import('./run-exercise-guide.js')
      finish(writeGuide(named, options))
    })
  exercise
    .command('trend <id>')
    .description('how each metric went over the runs of an exercise')
    .option('--json', 'print one JSON document')
    .addOption(outOption('where the runs are kept'))
    .action(async (id: string, options: { out: string; json?: boolean }) => {
      const { showTrend } = await import('./run-exercise-trend.js')
      finish(showTrend(id, options))
    })
}

function outOption(what: string): Option {
  return new Option('--out <folder>', what).default('tourniquet-exercises')
}

const runHelp = `
Examples:
  tourniquet exercise run starter-instance-credentials --time-scale 0 --player good
  tourniquet exercise run our-own.yaml --time-scale 0 --answers ours.yaml --seed 7 --json

Kept in --out, under runs/<id>/: the record of the run as <n>.json, and the after-action report as <n>-report.md, .html and
.json, with the trend over the runs that were kept there before.

Nothing of it can reach a live account: every request to anything but the simulated account is refused and counted.

Exit codes: 0 the run came to its end, whether its objectives are met or not (--json says which); 1 it failed, or the exercise
cannot be played; 2 usage.`

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 4_294_967_295) {
    throw new InvalidArgumentError('a whole number, 0 to 4294967295')
  }
  return value
}

function scale(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value === 0 || (value >= 1 && value <= 1_000))) {
    throw new InvalidArgumentError('0, or 1 to 1000')
  }
  return value
}
