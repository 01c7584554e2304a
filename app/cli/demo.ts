import { Command, Option } from 'commander'
import type { ExitCode } from './exit-codes.js'

export interface DemoOptions {
  readonly yes?: boolean
  readonly json?: boolean
  readonly trail?: string[]
  readonly principal?: string
  readonly keepRunning?: boolean
  readonly slack?: string
  readonly approver?: string
  readonly out: string
}

/** `tourniquet demo`: the main job end to end, without credentials. */
export function demoCommand(finish: (code: ExitCode) => void): Command {
  return new Command('demo')
    .description('run the main job end to end against a simulated account: no credentials, under a minute')
    .option('-y, --yes', 'approve the block and restore it as a false alarm, without asking')
    .option('--json', 'print one JSON document on stdout; progress goes to stderr')
    .option('--trail <path...>', 'seed the account from CloudTrail logs: files or folders, .json, .json.gz, .ndjson')
    .option(
      '--principal <name>',
      'the role or user in the log that the finding accuses (default: the busiest that can be blocked)',
    )
    .option(
      '--slack <channel>',
      'ask in this Slack channel (C…), as an exercise; tokens from SLACK_BOT_TOKEN and SLACK_APP_TOKEN',
    )
    .option('--approver <member>', 'with --slack: the id of the member (U…) who decides')
    .addOption(new Option('--out <folder>', 'where the report and the undo card are written').default('out'))
    .option('--keep-running', 'leave server and simulated account up at the end, until Ctrl-C')
    .addHelpText('after', demoHelp)
    .action(async (options: DemoOptions) => finish(await (await import('./run-demo.js')).runDemo(options)))
}

const demoHelp = `
Examples:
  tourniquet demo                           asks you before it blocks and before it gives back
  tourniquet demo --yes --json              for scripts: exit 0 when everything held
  tourniquet demo --trail logs/ --principal ci-deploy
  tourniquet demo --slack C0123456789 --approver U0123456789   cards and buttons in Slack: docs/slack.md

Exit codes: 0 all held, 1 failed, 2 usage, 3 the principal is never blocked (the reason says what to do instead), 4 timed out.`
