import { Command, Option } from 'commander'
import type { QueryLanguage } from '../evidence/queries/query-texts.js'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'
import { isoTime } from './iso-time.js'

export interface QueriesOptions {
  readonly config: string
  readonly live?: boolean
  readonly for?: readonly QueryLanguage[]
  readonly account?: string
  readonly principal?: string
  readonly key?: string
  readonly ip?: string
  readonly since?: string
  readonly until?: string
  readonly bucket?: string
  readonly prefix: string
  readonly organization?: string
  readonly region?: readonly string[]
  readonly database: string
  readonly table: string
  readonly json?: boolean
}

/** `tourniquet evidence queries`: the questions of an investigation for other tools; with `--live` one of them is asked. */
export function evidenceQueriesCommand(finish: (code: ExitCode) => void): Command {
  const languages: readonly QueryLanguage[] = ['logs-insights', 'filter-pattern', 'athena']
  return new Command('queries')
    .argument('[name]', 'one of them: access-denied, by-principal, by-access-key, by-source-ip, ...; all if left out')
    .description('print the queries for Logs Insights, filter patterns and Athena; with --live ask one of them')
    .addOption(new Option('--for <language...>', 'for which of them (default: all)').choices(languages))
    .option('--principal <name>', "by-principal: a user's or role's ARN, or a name")
    .option('--key <id>', 'by-access-key, access-key-created: an access key id')
    .option('--ip <address>', 'by-source-ip: an address')
    .option('--since <time>', 'from this time on (ISO 8601); default: the day before --until', isoTime)
    .option('--until <time>', 'up to this time (ISO 8601); default: now', isoTime)
    .option('--live', 'ask the log groups of the configuration, and print what they answer')
    .addOption(configOption())
    .option('--account <id>', 'which account, where the configuration has several or none')
    .option('--bucket <name>', "for Athena's table: where the trail delivers; default: as the configuration says")
    .option('--prefix <prefix>', 'what lies before AWSLogs in it', '')
    .option('--organization <id>', "of an organization's trail: o-...")
    .option('--region <region...>', 'Regions that the table has; default: all')
    .option('--database <name>', 'where the table is', 'default')
    .option('--table <name>', 'what it is called', 'cloudtrail_logs')
    .option('--json', 'print one JSON document')
    .addHelpText('after', queriesHelp)
    .action(async (name: string | undefined, options: QueriesOptions) => {
      const { runEvidenceQueries } = await import('./run-evidence-queries.js')
      finish(await runEvidenceQueries(name ?? null, options))
    })
}

const queriesHelp = `
Examples:
  tourniquet evidence queries --for athena --principal arn:aws:iam::111122223333:role/ci --since 2026-03-01
  tourniquet evidence queries access-denied --live --since 2026-03-01`
