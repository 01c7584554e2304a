import { Command, InvalidArgumentError, Option } from 'commander'
import { configOption } from './config-option.js'
import type { ExitCode } from './exit-codes.js'

type Finish = (code: ExitCode) => void

export interface VerifyOptions {
  readonly config: string
  readonly json?: boolean
}

export interface ExportOptions {
  readonly config: string
  readonly format: 'jsonl' | 'csv'
  readonly incident?: string
  readonly since?: string
  readonly until?: string
}

/** `audit verify` and `audit export`. */
export function auditCommand(finish: Finish): Command {
  const audit = new Command('audit').description('the record')
  audit
    .command('verify')
    .description('check the hash chains, the checkpoints and the anchors, and say what they do not cover')
    .addOption(configOption())
    .option('--json', 'print one JSON document')
    .action(async (options: VerifyOptions) => {
      const { runAuditVerify } = await import('./run-audit-verify.js')
      finish(await runAuditVerify(options))
    })
  audit
    .command('export')
    .description('print the record, one line a record; the export itself is recorded')
    .addOption(configOption())
    .addOption(new Option('--format <format>', 'how').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--incident <id>', 'of one incident only')
    .option('--since <time>', 'from this time on (ISO 8601)', isoTime)
    .option('--until <time>', 'before this time (ISO 8601)', isoTime)
    .action(async (options: ExportOptions) => {
      const { runAuditExport } = await import('./run-audit-export.js')
      finish(await runAuditExport(options))
    })
  return audit
}

function isoTime(text: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Give a time as 2026-03-01 or 2026-03-01T10:00:00Z.')
  return new Date(ms).toISOString()
}
