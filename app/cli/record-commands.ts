import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { findingSources } from '../../integrations/findings/sources.js'
import { verifyAudit } from '../../src/incidents/verify-audit.js'
import { jsonLog } from '../logging.js'
import { defaultPlaybook } from '../playbooks.js'
import { terminalText } from '../terminal-text.js'
import { configOption, readConfig } from './config-option.js'
import { EXIT, type ExitCode } from './exit-codes.js'

type Finish = (code: ExitCode) => void

/** `audit verify`: checks every chain of the record. */
export function auditCommand(finish: Finish): Command {
  const audit = new Command('audit').description('the record')
  audit
    .command('verify')
    .description('check every hash chain of the record')
    .addOption(configOption())
    .option('--json', 'print one JSON document')
    .action(async (options: { config: string; json?: boolean }) => {
      const { assemble } = await import('../from-config.js')
      const assembled = await assemble(readConfig(options), jsonLog('error'))
      try {
        const found = await verifyAudit(assembled.runtime.engine.store)
        print(options.json === true ? JSON.stringify(found, null, 2) : auditText(found))
        finish(found.verified ? EXIT.ok : EXIT.failed)
      } finally {
        await assembled.close()
      }
    })
  return audit
}

function auditText(found: Awaited<ReturnType<typeof verifyAudit>>): string {
  const scope = `${found.records} records of ${found.incidents} incidents`
  const local =
    'No anchor outside this host was used: this proves consistency, not that nobody re-made the whole record.'
  if (found.firstBroken === null)
    return `The chains of ${scope} are intact up to ${found.verifiedUpTo ?? 'now'}.\n${local}`
  const { incidentId, seq, reason } = found.firstBroken
  return `BROKEN: record ${seq} of ${incidentId} ${reason}. Checked ${scope}.`
}

/** `migrate`: brings the database schema up to date. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date')
    .addOption(configOption())
    .action(async (options: { config: string }) => {
      const { assemble } = await import('../from-config.js')
      const assembled = await assemble(readConfig(options), jsonLog('error'))
      await assembled.close()
      print('The schema is up to date.')
    })
}

/** `ingest --dry-run`: parses a payload as the webhook would. */
export function ingestCommand(finish: Finish): Command {
  return new Command('ingest')
    .description('parse a finding as the webhook would, and say what it would start')
    .argument('<file>', 'the payload, or - for stdin')
    .requiredOption('--source <source>', `where it comes from: ${Object.keys(findingSources).join(', ')}`)
    .option('--dry-run', 'the default for now: nothing is opened; post to the webhook to open an incident')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { source: string; json?: boolean }) => {
      const parse = Object.entries(findingSources).find(([name]) => name === options.source)?.[1]
      if (parse === undefined) {
        process.stderr.write(
          `ingest: "${options.source}" is no source. Known: ${Object.keys(findingSources).join(', ')}.\n`,
        )
        return finish(EXIT.usage)
      }
      const answer = toAnswer(parse(readPayload(file)))
      print(options.json === true ? JSON.stringify(answer, null, 2) : ingestText(answer))
      finish(answer.accepted ? EXIT.ok : EXIT.refused)
    })
}

function readPayload(file: string): unknown {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`${file} is not JSON (${cause instanceof Error ? cause.message : 'unreadable'}).`, { cause })
  }
}

type Parsed = ReturnType<NonNullable<(typeof findingSources)['guardduty']>>

function toAnswer(parsed: Parsed) {
  if (!parsed.accepted)
    return { accepted: false, reason: parsed.reason, finding: null, principal: null, playbook: null }
  const { source, type, sourceId: id, severity, sample, trusted, principal } = parsed.finding
  return {
    accepted: true,
    reason: null,
    finding: { source, type, id, severity, sample, trusted },
    principal,
    playbook: defaultPlaybook.playbook,
  }
}

function ingestText(answer: ReturnType<typeof toAnswer>): string {
  if (answer.principal === null) return `Not taken: ${terminalText(answer.reason ?? '', 400)}`
  const { type, name, accountId, reason } = answer.principal
  const who =
    type === 'unresolved'
      ? `an unresolved principal (${terminalText(reason ?? '', 300)})`
      : `${type}/${terminalText(name)} in ${accountId}`
  return `${answer.finding.source} finding ${terminalText(answer.finding.type)} (severity ${answer.finding.severity}) about ${who}: starts ${answer.playbook}.`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
