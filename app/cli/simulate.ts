import { Command, InvalidArgumentError } from 'commander'
import { attackers } from '../../simulated-aws/attackers/attackers.js'

export interface SimulateOptions {
  readonly port: number
  readonly seed?: string
  readonly trail?: string[]
  readonly lag: number
  readonly lookups: number
  readonly attacker?: string
  readonly role?: string
  readonly user?: string
}

/** `tourniquet simulate`: the simulated account alone, for any AWS client. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run the simulated AWS account alone (IAM, STS, CloudTrail), for any AWS client')
    .option('-p, --port <port>', 'where to listen on 127.0.0.1', portNumber, 4566)
    .option('--seed <file>', 'what the account holds: a YAML or JSON file')
    .option('--trail <path...>', 'seed it from CloudTrail logs instead: files or folders')
    .option('--lag <ms>', 'how long a policy change takes to be enforced, in milliseconds', wholeNumber, 4000)
    .option('--lookups <n>', 'LookupEvents requests a second before it throttles', wholeNumber, 2)
    .option('--attacker <name>', `let somebody fight back: ${attackers.map((each) => each.name).join(', ')}`)
    .option('--role <name>', 'the role that the attacker acts as (default: the first, where it can act as a role)')
    .option('--user <name>', 'the user that the attacker acts as (default: the first with an access key, else)')
    .addHelpText(
      'after',
      '\nThe credentials are printed at the start; without --seed or --trail the account of `tourniquet demo` is played.',
    )
    .action(async (options: SimulateOptions) => (await import('./run-simulate.js')).simulate(options))
}

function portNumber(text: string): number {
  const port = wholeNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('a port, 0 (any that is free) to 65535')
  return port
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('a whole number, 0 or more')
  return value
}
