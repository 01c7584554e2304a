import { athenaQueries } from '../../../integrations/aws/athena/athena-queries.js'
import { type AthenaTable, athenaTable } from '../../../integrations/aws/athena/athena-table.js'
import { type QueryKind, type QueryValues, queryKinds } from './query-kinds.js'

export const queryLanguages = ['logs-insights', 'filter-pattern', 'athena'] as const
export type QueryLanguage = (typeof queryLanguages)[number]

export interface QueryText {
  /** `table` is the table that Athena's queries need. */
  readonly name: string
  readonly title: string
  readonly language: QueryLanguage
  readonly text: string
}

export interface QueryTextsOptions {
  readonly languages: readonly QueryLanguage[]
  /** null: all of them. */
  readonly name: string | null
  readonly values: QueryValues
  /** ISO. */
  readonly from: string
  readonly to: string
  readonly table: { readonly database: string; readonly name: string }
  /** Where the logs lie; null: not known, and the table cannot be written. */
  readonly logs: Pick<AthenaTable, 'bucket' | 'prefix' | 'organizationId' | 'accountIds' | 'regions'> | null
}

export interface QueryTexts {
  readonly queries: readonly QueryText[]
  /** In sentences: what was left out, and what it takes. */
  readonly leftOut: readonly string[]
}

/** The exact texts of the queries. Whatever a value has in it stays inside of one literal. RangeError for what is no name of a bucket or table. */
export function queryTexts(options: QueryTextsOptions): QueryTexts {
  const { languages, name, values } = options
  const kinds = queryKinds.filter((kind) => name === null || kind.name === name)
  const askable = kinds.filter((kind) => kind.logs(values) !== null)
  const queries = languages.flatMap((language) => [
    ...(language === 'athena' ? tableText(options) : []),
    ...askable.flatMap((kind) => queryText(kind, language, options)),
  ])
  const isWithoutTable = languages.includes('athena') && options.logs === null
  return {
    queries,
    leftOut: [
      ...kinds.flatMap((kind) => (askable.includes(kind) ? [] : [`${kind.name} is left out: it needs ${kind.needs}.`])),
      ...(isWithoutTable
        ? ["The table for Athena is left out: it needs the trail's bucket, by --bucket and --account or by --config."]
        : []),
    ],
  }
}

function queryText(kind: QueryKind, language: QueryLanguage, options: QueryTextsOptions): QueryText[] {
  const text = textIn(language, kind, options)
  return text === null ? [] : [{ name: kind.name, title: kind.title, language, text }]
}

function textIn(language: QueryLanguage, kind: QueryKind, options: QueryTextsOptions): string | null {
  const { values, table, from, to, logs } = options
  if (language === 'logs-insights') return kind.logs(values)?.insights ?? null
  if (language === 'filter-pattern') return kind.logs(values)?.filterPattern ?? null
  const accountIds = logs?.accountIds ?? []
  return kind.athena(athenaQueries({ database: table.database, table: table.name, from, to, accountIds }), values)
}

const yearMs = 365 * 86_400_000

/** A year of logs: what is asked for lies in it, and days without files cost nothing. */
function tableText({ logs, table, to }: QueryTextsOptions): QueryText[] {
  if (logs === null) return []
  const firstDay = new Date(Date.parse(to) - yearMs).toISOString().slice(0, 10)
  const text = athenaTable({ ...logs, database: table.database, table: table.name, firstDay })
  return [{ name: 'table', title: 'The table, to be made once', language: 'athena', text }]
}
