import { Command, InvalidArgumentError, Option } from 'commander'
import { cleanText } from '../../src/domain/clean-text.js'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

export interface BrakeOptions {
  readonly config: string
  readonly reason: string
  readonly account?: string
  readonly server?: string
  readonly blocks?: number
  readonly json?: boolean
}

/** `freeze`, `unfreeze`, `allow-blocks` and `brakes`: what stops writes to IAM, and what lets them go on. */
export function brakeCommands(finish: (code: ExitCode) => void): Command[] {
  return [
    brakeCommand('freeze', 'stop every write to IAM, in every process, until it is unfrozen', finish),
    brakeCommand('unfreeze', 'let writes go on that a freeze holds', finish),
    brakeCommand('allow-blocks', 'let more blocks through within the hour than the limit', finish).addOption(
      new Option('--blocks <number>', 'how many more').argParser(toBlocks).makeOptionMandatory(),
    ),
    new Command('brakes')
      .description('what holds writes, and which writes wait')
      .addOption(configOption())
      .option('--json', 'print one JSON document')
      .action((options: BrakeOptions) =>
        talking(finish, async () => (await import('./run-brakes.js')).showBrakes(options)),
      ),
  ]
}

export type BrakeVerb = 'freeze' | 'unfreeze' | 'allow-blocks'

function brakeCommand(verb: BrakeVerb, description: string, finish: (code: ExitCode) => void): Command {
  return new Command(verb)
    .description(description)
    .addOption(new Option('--reason <text>', 'goes on the record').argParser(toReason).makeOptionMandatory())
    .option('--account <id>', 'of this account alone; of all of the configuration if not given')
    .addOption(configOption())
    .addOption(new Option('--server <url>', 'ask this server, with your own token, in place of the database'))
    .addHelpText('after', brakeHelp)
    .action((options: BrakeOptions) =>
      talking(finish, async () => (await import('./run-brakes.js')).changeByCommand(verb, options)),
    )
}

function toReason(text: string): string {
  const reason = cleanText(text).trim()
  if (reason === '' || reason.length > 2_000) throw new InvalidArgumentError('A reason has 1 to 2000 characters.')
  return reason
}

function toBlocks(text: string): number {
  const blocks = Number(text)
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > 100) throw new InvalidArgumentError('A number from 1 to 100.')
  return blocks
}

const brakeHelp = `
Works on the database of the configuration, also while the server, the queue and AWS are away. With TOURNIQUET_TOKEN set it
goes by your permissions; without, the user who is logged in here is put on the record. Reading and evidence go on.`
