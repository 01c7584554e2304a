import { Command, InvalidArgumentError, Option } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'
import { talking } from './talking.js'

export interface ReconcileOptions {
  readonly config: string
  readonly hours: number
  readonly json?: boolean
  readonly accept?: boolean
  readonly reason?: string
}

/** `tourniquet reconcile`: what AWS shows against what the record holds; `--accept` lets a held database go on. */
export function reconcileCommand(finish: (code: ExitCode) => void): Command {
  return new Command('reconcile')
    .description('compare what is in AWS with the record; writes nothing to AWS')
    .addOption(configOption())
    .addOption(
      new Option('--hours <number>', 'how far back CloudTrail is asked for our own writes')
        .argParser(toHours)
        .default(24),
    )
    .option('--json', 'print one JSON document')
    .option('--accept', 'put what was found on the record, and let writes go on that the brake on the database holds')
    .option('--reason <text>', 'goes on the record; needed with --accept')
    .addHelpText('after', reconcileHelp)
    .action((options: ReconcileOptions, command: Command) => {
      if (options.accept === true && (options.reason ?? '').trim() === '') {
        command.error('--accept needs a --reason: it goes on the record')
      }
      return talking(finish, async () => finish(await (await import('./run-reconcile.js')).runReconcile(options)))
    })
}

function toHours(text: string): number {
  const hours = Number(text)
  // LookupEvents goes back 90 days.
  if (!Number.isFinite(hours) || hours <= 0 || hours > 24 * 90) throw new InvalidArgumentError('A number up to 2160.')
  return hours
}

const reconcileHelp = `
After a restored backup or on a cloned database nothing is written to IAM until this was accepted. Exit code 0: AWS and the
record agree, or what was found was accepted; 1: they differ, or something could not be compared; 3: you may not accept.
Access keys that were turned off carry no mark: those that the record does not know are found in CloudTrail alone.`
