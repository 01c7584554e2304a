import { Command } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'

export interface DoctorOptions {
  readonly config: string
  readonly json?: boolean
}

/** `tourniquet doctor`: whether everything that Tourniquet needs is there; it reads, and changes nothing. */
export function doctorCommand(finish: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .description('look at everything that Tourniquet needs, and say the cure of what is not well; changes nothing')
    .addOption(configOption())
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nEnds with 0 where nothing is red, with 1 otherwise. No secret is printed.')
    .action(async (options: DoctorOptions) => finish(await (await import('./run-doctor.js')).runDoctor(options)))
}
