import { Command, InvalidArgumentError } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'

export interface EvidenceOptions {
  readonly config: string
  readonly files?: string[]
  readonly live?: boolean
  readonly account?: string
  readonly principal?: string
  readonly finding?: string
  readonly since?: string
  readonly until?: string
  readonly sigma?: string[]
  readonly geo?: string
  readonly asn?: string
  readonly flagged?: string
  readonly maxRequests: number
  readonly json?: boolean
  readonly html?: string
  readonly at?: string
}

/** `tourniquet evidence`: what a principal did, who was behind it, and whom to block, from CloudTrail alone. */
export function evidenceCommand(finish: (code: ExitCode) => void): Command {
  return new Command('evidence')
    .description('investigate from CloudTrail: what was done, who was behind it, whom to block and whom not')
    .option('--files <path...>', 'CloudTrail logs: files and folders, plain or gz; nothing leaves this machine')
    .option('--live', 'ask the account of the configuration instead; only reads')
    .addOption(configOption())
    .option('--account <id>', 'with --live: which account, where the configuration has several')
    .option('--principal <name>', 'about this one: a name, an ARN, an access key id')
    .option('--finding <file>', 'a finding that accuses somebody: its payload')
    .option('--since <time>', 'from this time on (ISO 8601); the 45 days before it are compared with', isoTime)
    .option('--until <time>', 'up to this time (ISO 8601)', isoTime)
    .option('--sigma <path...>', 'Sigma rules to try on every record: files and folders')
    .option('--geo <file>', 'where addresses are: a MaxMind file (GeoLite2-City.mmdb)')
    .option('--asn <file>', 'whose networks they are: a MaxMind file (GeoLite2-ASN.mmdb)')
    .option('--flagged <file>', 'addresses that somebody warns of: one address or network a line')
    .option('--max-requests <n>', 'with --live: requests to the event history at most', wholeNumber, 600)
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write the report as one page, too')
    .option('--at <time>', 'take this for the present moment (ISO 8601)', isoTime)
    .addHelpText('after', '\nExample: tourniquet evidence --files ./logs --principal ci-deploy --html report.html')
    .action(async (options: EvidenceOptions) => {
      const { runEvidence } = await import('./run-evidence.js')
      finish(await runEvidence(options))
    })
}

function isoTime(text: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Give a time as 2026-03-01 or 2026-03-01T10:00:00Z.')
  return new Date(ms).toISOString()
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number, 1 or more')
  return value
}
