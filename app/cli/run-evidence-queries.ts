import { existsSync } from 'node:fs'
import pc from 'picocolors'
import { trailRegions } from '../../integrations/aws/athena/trail-regions.js'
import { defaultDeliveryLagMs } from '../../integrations/aws/logs/logs-options.js'
import { systemClock } from '../../integrations/system/system-clock.js'
import { accountIdSchema } from '../../src/domain/partition.js'
import { count } from '../../src/report/words.js'
import { chosenAccount } from '../evidence/chosen-account.js'
import { showTime } from '../evidence/outline.js'
import { askNamedQuery } from '../evidence/queries/ask-named-query.js'
import { queryKinds } from '../evidence/queries/query-kinds.js'
import {
  type QueryLanguage,
  type QueryTexts,
  type QueryTextsOptions,
  queryLanguages,
  queryTexts,
} from '../evidence/queries/query-texts.js'
import { renderAnswer } from '../evidence/queries/render-answer.js'
import { terminalText } from '../terminal-text.js'
import type { QueriesOptions } from './evidence-queries.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { tellingNowAndThen } from './telling-now-and-then.js'

const dayMs = 86_400_000

/** Prints the queries, or with --live asks one of them. Sends nothing without --live. */
export async function runEvidenceQueries(name: string | null, options: QueriesOptions): Promise<ExitCode> {
  const wrong = wrongWith(name, options)
  if (wrong !== null) return refuse(wrong, EXIT.usage)
  return options.live === true ? askLive(name ?? '', options) : printTexts(name, options)
}

function wrongWith(name: string | null, options: QueriesOptions): string | null {
  const { live, since, until, bucket, account } = options
  const names = queryKinds.map((kind) => kind.name).join(', ')
  const kind = queryKinds.find((each) => each.name === name)
  if (name !== null && kind === undefined) return `There is no query "${terminalText(name)}"; there are: ${names}.`
  if (kind !== undefined && kind.logs(options) === null) return `${kind.name} needs ${kind.needs}: give it.`
  if (live === true && name === null) return `With --live name the query to ask: ${names}.`
  if (since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until))
    return '--since is after --until: swap them.'
  if (bucket !== undefined && !accountIdSchema.safeParse(account).success)
    return '--bucket goes with --account: the account whose logs lie there, 12 digits.'
  return null
}

interface Window {
  readonly from: string
  readonly to: string
}

/** The day before the end where no beginning is given. */
function windowOf({ since, until }: QueriesOptions): Window {
  const to = until ?? systemClock.now().toISOString()
  return { from: since ?? new Date(Date.parse(to) - dayMs).toISOString(), to }
}

function printTexts(name: string | null, options: QueriesOptions): ExitCode {
  const { principal, key, ip, database, table, for: languages = queryLanguages } = options
  const where = languages.includes('athena') ? logsOf(options) : { ok: true as const, logs: null }
  if (!where.ok) return refuse(where.reason, EXIT.usage)
  const window = windowOf(options)
  try {
    const texts = queryTexts({
      languages,
      name,
      values: { principal, key, ip },
      ...window,
      table: { database, name: table },
      logs: where.logs,
    })
    if (options.json === true) process.stdout.write(`${JSON.stringify({ ...window, ...texts }, null, 2)}\n`)
    else {
      process.stdout.write(`${textOf(texts.queries, window)}\n`)
      for (const what of texts.leftOut) process.stderr.write(`${what}\n`)
    }
    return EXIT.ok
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message, EXIT.usage)
    throw error
  }
}

type WhereLogsLie =
  | { readonly ok: true; readonly logs: QueryTextsOptions['logs'] }
  | { readonly ok: false; readonly reason: string }

/** As the options say, else as the configuration does; without either nothing is known, which is no error. */
function logsOf(options: QueriesOptions): WhereLogsLie {
  const { bucket, prefix, organization, region, account, config } = options
  if (bucket !== undefined) {
    const parts = { bucket, prefix, ...(organization === undefined ? {} : { organizationId: organization }) }
    return { ok: true, logs: { ...parts, accountIds: [account ?? ''], regions: region ?? trailRegions('aws') } }
  }
  if (!existsSync(config) && config === 'tourniquet.yaml') return { ok: true, logs: null }
  const chosen = chosenAccount(options)
  if (!chosen.ok) return chosen
  const { evidence, id, partition } = chosen.served.account
  if (evidence.bucket === null) return { ok: true, logs: null }
  const own = evidence.bucket
  return {
    ok: true,
    logs: {
      bucket: own.name,
      prefix: own.prefix,
      ...(own.organization === null ? {} : { organizationId: own.organization }),
      accountIds: [id],
      regions: region ?? trailRegions(partition),
    },
  }
}

const languageTitles = {
  'logs-insights': 'CloudWatch Logs Insights (aws logs start-query)',
  'filter-pattern': 'FilterLogEvents (aws logs filter-log-events --filter-pattern)',
  athena: 'Athena',
} as const satisfies Readonly<Record<QueryLanguage, string>>

/** Each below a line that its language takes for a comment, so that the whole can be kept in a file. */
function textOf(queries: QueryTexts['queries'], window: Window): string {
  const lines = queryLanguages.flatMap((language) => {
    const own = queries.filter((query) => query.language === language)
    if (own.length === 0) return []
    const [mark, end] = language === 'athena' ? ['--', ';'] : ['#', '']
    return [
      pc.bold(`${mark} ${languageTitles[language]}${rangeText(language, window)}`),
      ...own.flatMap(({ name, title, text }) => ['', pc.dim(`${mark} ${name}: ${title}`), `${text}${end}`]),
      '',
    ]
  })
  return lines.join('\n')
}

/** Logs takes the time beside the query, which in a log group is that of the delivery: Insights by seconds, filters by milliseconds. */
function rangeText(language: QueryLanguage, { from, to }: Window): string {
  if (language === 'athena') return ''
  const [startMs, endMs] = [Date.parse(from), Date.parse(to) + defaultDeliveryLagMs]
  if (language === 'filter-pattern') return `, --start-time ${startMs} --end-time ${endMs}`
  return `, --start-time ${Math.floor(startMs / 1000)} --end-time ${Math.ceil(endMs / 1000)}`
}

async function askLive(name: string, options: QueriesOptions): Promise<ExitCode> {
  const kind = queryKinds.find((each) => each.name === name)
  const named = kind?.logs(options) ?? null
  if (kind === undefined || named === null) return refuse(`There is no query ${name}.`, EXIT.usage)
  const chosen = chosenAccount(options)
  if (!chosen.ok) return refuse(chosen.reason, EXIT.usage)
  if (chosen.served.account.evidence.logGroups.length === 0) {
    return refuse('The configuration names no log group: add accounts[].evidence.logGroups.', EXIT.usage)
  }
  const window = windowOf(options)
  const tell = tellingNowAndThen()
  const onProgress = (source: string, requests: number, read: number) =>
    tell(`${source}: ${requests} requests, ${read} records`)
  const answer = await askNamedQuery(named, { ...chosen, ...window, onProgress })
  if (answer.sources.every(({ status }) => status === 'failed')) {
    const why = answer.sources.flatMap(({ detail }) => detail ?? []).join('; ')
    return refuse(
      `No log group could be read (${terminalText(why, 300)}). \`tourniquet doctor\` says what the account lets this identity do.`,
      EXIT.failed,
    )
  }
  const query = { name, title: kind.title, text: named.insights }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ query, ...window, ...answer }, null, 2)}\n`)
  else {
    const head = `${kind.title}: ${count(answer.records.length, 'record')} from ${showTime(window.from)} to ${showTime(window.to)} UTC`
    const columns = Math.max(60, Math.min(140, process.stdout.columns ?? 120))
    const lines = [pc.bold(head), pc.dim(named.insights), ...renderAnswer(answer, columns)]
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  return EXIT.ok
}

function refuse(reason: string, code: ExitCode): ExitCode {
  process.stderr.write(`evidence queries: ${reason}\n`)
  return code
}
