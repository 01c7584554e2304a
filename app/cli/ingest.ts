import { existsSync, readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import type { Finding } from '../../src/domain/finding.js'
import type { Route } from '../../src/routing/route.js'
import { type Intake, type IntakeScope, intakeSources, judgePayload } from '../intake.js'
import { startedBy } from '../opening.js'
import { terminalText } from '../terminal-text.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { readConfig } from './read-config.js'

const USUAL_CONFIG = 'tourniquet.yaml'

interface IngestOptions {
  readonly source: string
  readonly config?: string
  readonly json?: boolean
}

/**
 * `ingest --dry-run`: judges a payload as the webhook would, by the same code. Where there is a configuration its accounts
 * count, too; without one only the payload is judged, so that it can be tried before anything is set up.
 */
export function ingestCommand(finish: (code: ExitCode) => void): Command {
  return new Command('ingest')
    .description('parse a finding as the webhook would, and say what it would start')
    .argument('<file>', 'the payload, or - for stdin')
    .requiredOption('--source <source>', `where it comes from: ${knownSources()}`)
    .addOption(
      new Option(
        '-c, --config <file>',
        `judge by this configuration's accounts, too (default: ${USUAL_CONFIG} if it is here)`,
      ).env('TOURNIQUET_CONFIG'),
    )
    .option('--dry-run', 'the default for now: nothing is opened; post to the webhook to open an incident')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: IngestOptions) => finish(await ingest(file, options)))
}

async function ingest(file: string, options: IngestOptions): Promise<ExitCode> {
  const source = intakeSources.find(({ name }) => name === options.source)
  if (source === undefined) {
    process.stderr.write(`ingest: "${options.source}" is no source. Known: ${knownSources()}.\n`)
    return EXIT.usage
  }
  const { scope, routes } = await configured(options.config)
  const intake = judgePayload(source, readFileSync(file === '-' ? 0 : file), scope)
  const answer = toAnswer(intake, routes)
  process.stdout.write(`${options.json === true ? JSON.stringify(answer, null, 2) : ingestText(answer)}\n`)
  if (intake.accepted) return EXIT.ok
  // What cannot be read at all is a mishap; what was read and not taken is an answer.
  return intake.kind === 'badJson' || intake.kind === 'tooLarge' ? EXIT.failed : EXIT.refused
}

function knownSources(): string {
  return intakeSources.map(({ name }) => name).join(', ')
}

/** Without a configuration nothing is out of scope, and the routes are those that are built in. */
interface Configured {
  readonly scope: IntakeScope | null
  readonly routes: readonly Route[]
}

async function configured(given: string | undefined): Promise<Configured> {
  const file = given ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : null)
  if (file === null) return { scope: null, routes: [] }
  const { servedAccounts } = await import('../from-config.js')
  const { config } = readConfig({ config: file })
  return { scope: servedAccounts(config).map(({ realm }) => realm), routes: config.routing }
}

/** The keys are the first finding's, which is the only one of most payloads; the rest stands beside it where there is any. */
function toAnswer(intake: Intake, routes: readonly Route[]) {
  if (!intake.accepted)
    return { accepted: false, reason: intake.reason, finding: null, principal: null, playbook: null }
  const [first, ...others] = intake.findings
  return {
    accepted: true,
    reason: null,
    ...shown(first, routes),
    ...(others.length === 0 ? {} : { others: others.map((finding) => shown(finding, routes)) }),
    ...(intake.skipped.length === 0 ? {} : { skipped: intake.skipped.map(({ kind, reason }) => ({ kind, reason })) }),
  }
}

function shown(finding: Finding, routes: readonly Route[]) {
  const { source, type, sourceId: id, severity, sample, trusted, principal } = finding
  const { playbook } = startedBy(finding, routes)
  return { finding: { source, type, id, severity, sample, trusted }, principal, playbook }
}

function ingestText(answer: ReturnType<typeof toAnswer>): string {
  if (answer.principal === null) return `Not taken: ${terminalText(answer.reason ?? '', 400)}`
  const skipped = answer.skipped?.map(({ reason }) => `Not taken: ${terminalText(reason, 400)}`) ?? []
  return [findingText(answer), ...(answer.others ?? []).map(findingText), ...skipped].join('\n')
}

function findingText({ finding, principal, playbook }: ReturnType<typeof shown>): string {
  const { type, name, accountId, reason } = principal
  const who =
    type === 'unresolved'
      ? `an unresolved principal (${terminalText(reason ?? '', 300)})`
      : `${type}/${terminalText(name)} in ${accountId}`
  const trust = finding.trusted ? '' : ', not trusted'
  return `${finding.source} finding ${terminalText(finding.type)} (severity ${finding.severity}${trust}) about ${who}: starts ${playbook}.`
}
