import { Command, InvalidArgumentError } from 'commander'
import { configOption } from './config-option.js'
import { evidenceQueriesCommand } from './evidence-queries.js'
import type { ExitCode } from './exit-codes.js'
import { isoTime } from './iso-time.js'

export interface EvidenceOptions {
  readonly config: string
  /** It was named, and is not the one that happens to be here. */
  readonly isConfigGiven?: boolean
  readonly files?: string[]
  readonly live?: boolean
  readonly account?: string
  readonly principal?: string
  readonly finding?: string
  readonly since?: string
  readonly until?: string
  readonly baseline?: number
  readonly sigma?: string[]
  readonly geo?: string
  readonly asn?: string
  readonly flagged?: string
  readonly maxRequests: number
  readonly digestKeys?: string
  readonly json?: boolean
  readonly html?: string
  readonly blockedAt?: string
  readonly at?: string
}

/** `tourniquet evidence`: what a principal did, who was behind it, and whom to block, from CloudTrail alone. */
export function evidenceCommand(finish: (code: ExitCode) => void): Command {
  const evidence = new Command('evidence')
    .description('investigate from CloudTrail: what was done, who was behind it, whom to block and whom not')
    .option('--files <path...>', 'CloudTrail logs: files and folders, plain or gz; nothing leaves this machine')
    .option('--live', 'ask the account of the configuration instead; only reads')
    .addOption(configOption())
    .option('--account <id>', 'with --live: which account, where the configuration has several')
    .option('--principal <name>', 'about this one: a name, an ARN, an access key id')
    .option('--finding <file>', 'a finding that accuses somebody: its payload')
    .option('--since <time>', 'from this time on (ISO 8601); what stands before it is compared with', isoTime)
    .option('--until <time>', 'up to this time (ISO 8601)', isoTime)
    .option('--baseline <days>', 'compare with so many days before --since (default: 45; with --live 0)', days)
    .option('--sigma <path...>', 'Sigma rules to try on every record: files and folders')
    .option('--geo <file>', 'where addresses are: a MaxMind file (GeoLite2-City.mmdb)')
    .option('--asn <file>', 'whose networks they are: a MaxMind file (GeoLite2-ASN.mmdb)')
    .option('--flagged <file>', 'addresses that somebody warns of: one address or network a line')
    .option(
      '--max-requests <n>',
      'with --live: requests to each source at most; of those to the event history a quarter is for the chain of sessions behind --principal',
      wholeNumber,
      600,
    )
    .option('--digest-keys <file>', "AWS's public keys, for digest files: aws cloudtrail list-public-keys")
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write the report as one page, too')
    .option('--blocked-at <time>', 'when a block of --principal took hold (ISO 8601): what outlived it', isoTime)
    .option('--at <time>', 'the present moment (ISO 8601): what is alive then, and where --live ends', isoTime)
    .addHelpText('after', examples)
    .action(async (options: EvidenceOptions, command: Command) => {
      const { runEvidence } = await import('./run-evidence.js')
      const isConfigGiven = command.getOptionValueSource('config') !== 'default'
      finish(await runEvidence({ ...options, isConfigGiven }))
    })
  // What stands behind the name of a sub-command is its own, also where both know the option.
  return evidence.enablePositionalOptions().addCommand(evidenceQueriesCommand(finish))
}

const examples = `
Examples:
  tourniquet evidence --files ./logs --principal ci-deploy --html report.html
  tourniquet evidence --live --since 2026-03-01 --principal arn:aws:iam::111122223333:role/ci-deploy`

/** The event history knows 90 days; logs may be kept for longer. */
function days(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > 365)
    throw new InvalidArgumentError('Give a number of days, 0 to 365.')
  return value
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number, 1 or more.')
  return value
}
