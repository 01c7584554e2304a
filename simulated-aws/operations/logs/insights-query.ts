import { assertNever } from '../../assert-never.js'
import { isJsonObject, type Json } from '../../json.js'
import type { LogEvent } from './log-groups.js'
import { type Condition, isMet, readCondition, TokenReader } from './query-condition.js'
import { MalformedQuery, tokensOf } from './query-tokens.js'

type Command =
  | { readonly kind: 'fields' | 'display'; readonly fields: readonly string[] }
  | { readonly kind: 'filter'; readonly condition: Condition }
  | { readonly kind: 'sort'; readonly field: string; readonly isDescending: boolean }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'count'; readonly as: string; readonly by: readonly string[] }

export type InsightsQuery = readonly Command[]

/** A row of a result, as pairs; what a field has no value for is left out. */
export type ResultRow = { field: string; value: string }[]

/**
 * The part of the Logs Insights language that searches for records: `fields`, `display`, `filter` (=, !=, like, in, and,
 * or, not, ispresent), `sort`, `limit` and `stats count(*) by`. Throws MalformedQuery for all the rest: a query that runs
 * here means what it means in AWS. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function parseInsightsQuery(text: string): InsightsQuery {
  const reader = new TokenReader(tokensOf(text))
  const commands = [readCommand(reader)]
  while (reader.takeSymbol('|')) commands.push(readCommand(reader))
  if (!reader.isAtEnd) throw new MalformedQuery(`unexpected ${JSON.stringify(reader.next())}`)
  return commands
}

function readCommand(reader: TokenReader): Command {
  const name = reader.word().toLowerCase()
  switch (name) {
    case 'fields':
    case 'display':
      return { kind: name, fields: readFields(reader) }
    case 'filter':
      return { kind: 'filter', condition: readCondition(reader) }
    case 'sort':
      return readSort(reader)
    case 'limit':
      return { kind: 'limit', count: readCount(reader.word()) }
    case 'stats':
      return readCounting(reader)
    default:
      throw new MalformedQuery(`the simulated account does not know the command ${name}`)
  }
}

function readFields(reader: TokenReader): string[] {
  const fields = [reader.word()]
  while (reader.takeSymbol(',')) fields.push(reader.word())
  return fields
}

function readSort(reader: TokenReader): Command {
  const field = reader.word()
  const isDescending = reader.takeWord('desc') || !reader.takeWord('asc')
  return { kind: 'sort', field, isDescending }
}

function readCount(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > 100_000) throw new MalformedQuery('limit takes a number from 1 to 100000')
  return count
}

function readCounting(reader: TokenReader): Command {
  if (!reader.takeWord('count')) throw new MalformedQuery('the simulated account counts, and does no other stats')
  reader.expectSymbol('(')
  if (!reader.takeWord('*')) throw new MalformedQuery('the simulated account knows count(*) only')
  reader.expectSymbol(')')
  const as = reader.takeWord('as') ? reader.word() : 'count(*)'
  return { kind: 'count', as, by: reader.takeWord('by') ? readFields(reader) : [] }
}

const defaultLimit = 10_000

/** Runs the commands in their order. Events come newest first unless the query sorts. */
export function runInsightsQuery(query: InsightsQuery, events: readonly LogEvent[]): ResultRow[] {
  let rows: Row[] = events.map((event) => ({ fieldValue: (field: string) => valueIn(event, field), pointer: event.id }))
  rows.reverse()
  let shown: readonly string[] = ['@timestamp', '@message']
  let limit = defaultLimit
  for (const command of query) {
    rows = changed(rows, command)
    if ('fields' in command) shown = command.fields
    if (command.kind === 'limit') limit = command.count
    if (command.kind === 'count') shown = [...command.by, command.as]
  }
  return rows.slice(0, limit).map(({ fieldValue, pointer }) => [
    ...shown.flatMap((field) => {
      const value = fieldValue(field)
      return value === undefined ? [] : [{ field, value }]
    }),
    ...(pointer === undefined ? [] : [{ field: '@ptr', value: pointer }]),
  ])
}

type Row = { readonly fieldValue: (field: string) => string | undefined; readonly pointer: string | undefined }

function changed(rows: Row[], command: Command): Row[] {
  switch (command.kind) {
    case 'filter':
      return rows.filter((row) => isMet(command.condition, row.fieldValue))
    case 'sort': {
      const sign = command.isDescending ? -1 : 1
      return rows.sort((a, b) => sign * compare(a.fieldValue(command.field) ?? '', b.fieldValue(command.field) ?? ''))
    }
    case 'count':
      return counted(rows, command)
    case 'fields':
    case 'display':
    case 'limit':
      return rows
    default:
      return assertNever(command)
  }
}

function counted(rows: Row[], { by, as }: Extract<Command, { kind: 'count' }>): Row[] {
  const groups = new Map<string, { first: Row; count: number }>()
  for (const row of rows) {
    const key = JSON.stringify(by.map((field) => row.fieldValue(field) ?? null))
    const group = groups.get(key) ?? { first: row, count: 0 }
    groups.set(key, { ...group, count: group.count + 1 })
  }
  return [...groups.values()].map(({ first, count }) => ({
    fieldValue: (field) => (field === as ? String(count) : first.fieldValue(field)),
    pointer: undefined,
  }))
}

/** Fields of JSON are named by their path, with the places in lists as numbers: `resources.0.ARN`. */
function valueIn(event: LogEvent, field: string): string | undefined {
  if (field === '@timestamp') return new Date(event.timestampMs).toISOString().replace('T', ' ').replace('Z', '')
  if (field === '@message') return event.message
  if (field === '@logStream') return event.stream
  if (field === '@log') return event.group
  let value: Json | undefined = event.record
  for (const key of field.split('.')) value = inside(value, key)
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? undefined : String(value)
}

function inside(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(key)]
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
