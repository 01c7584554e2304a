import { Command, InvalidArgumentError, Option } from 'commander'
import { addPapers } from './exercise-papers.js'
import type { ExitCode } from './exit-codes.js'

export interface ExerciseRunOptions {
  readonly timeScale?: number
  /** It may only narrow what the file says. */
  readonly mode?: 'discuss' | 'rehearse'
  readonly stage: 'virtual' | 'service'
  readonly player?: 'good' | 'bad'
  readonly answers?: string
  /** Roles that people at this terminal play. */
  readonly play?: readonly string[]
  readonly slack?: string
  readonly as: readonly string[]
  readonly seed?: number
  readonly json?: boolean
  readonly out: string
}

/** `exercise list|run|check|init|guide|report|plan|trend`: tabletop exercises with the playbooks in earnest, on a simulated account. */
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
    .alias('validate')
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
    .addOption(timeScaleOption())
    .addOption(modeOption())
    .addOption(stageOption())
    .addOption(new Option('--player <script>', 'who plays: the scripted players of the file').choices(['good', 'bad']))
    .addOption(new Option('--answers <file>', 'who plays: a file of answers of your own').conflicts('player'))
    .addOption(playOption())
    .addOption(slackOption())
    .addOption(castOption())
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

function timeScaleOption(): Option {
  const what =
    'how many times as fast as a clock, 1 to 1000; 0: at once, for scripts (default: as the exercise says, mostly 1)'
  return new Option('--time-scale <n>', what).argParser(scale)
}

function playOption(): Option {
  const what =
    'people play these roles at this terminal, and the good script the others (default: all that are asked anything)'
  const toRoles = (text: string) => text.split(',').map((role) => role.trim())
  return new Option('--play <roles>', what).argParser(toRoles).conflicts(['player', 'answers', 'slack'])
}

function modeOption(): Option {
  const what = 'how: as the file says; what is to be rehearsed can be discussed too, and not the other way round'
  return new Option('--mode <mode>', what).choices(['discuss', 'rehearse'])
}

function stageOption(): Option {
  const what = 'where: in memory on a clock of its own, or on the real server, workers and database in real time'
  return new Option('--stage <stage>', what).choices(['virtual', 'service']).default('virtual')
}

function slackOption(): Option {
  const what = 'people play in this Slack channel (C…); tokens from SLACK_BOT_TOKEN and SLACK_APP_TOKEN'
  return new Option('--slack <channel>', what).conflicts(['player', 'answers', 'play'])
}

function castOption(): Option {
  const what = 'with --slack: the member (U…) who plays a role; once for each, and the script plays the others'
  const collect = (given: string, before: readonly string[]) => [...before, given]
  return new Option('--as <role=member>', what).argParser(collect).default([], 'nobody')
}

function outOption(what: string): Option {
  return new Option('--out <folder>', what).default('tourniquet-exercises')
}

const runHelp = `
Examples:
  tourniquet exercise run starter-instance-credentials                              # you play, here
  tourniquet exercise run starter-instance-credentials --time-scale 10 --play approver
  tourniquet exercise run starter-instance-credentials --time-scale 60 --player good   # watch how it is done
  tourniquet exercise run starter-instance-credentials --time-scale 0 --player good    # for CI
  tourniquet exercise run our-own.yaml --time-scale 0 --answers ours.yaml --seed 7 --json
  tourniquet exercise run starter-instance-credentials --slack C0123456789 --as approver=U0123456789 --as responder=U9876543210

Kept in --out, under runs/<id>/: the record of the run as <n>.json, and the after-action report as <n>-report.md, .html and
.json, with the trend over the runs that were kept there before.

At a terminal: help lists what you can type, pause stops the clock, ff goes on to what comes next, and quit ends it with its
report. Where scripts play, Ctrl-C does that; another one ends the process. The timeline goes to stderr, what came of it to stdout.

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
