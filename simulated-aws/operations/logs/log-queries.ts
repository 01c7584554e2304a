import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { randomUuid } from '../../account/identifiers.js'
import { type Failure, failure } from '../../pipeline/aws-error.js'
import { type Operation, operation } from '../../pipeline/operation.js'
import { type InsightsQuery, parseInsightsQuery, type ResultRow, runInsightsQuery } from './insights-query.js'
import { eventsIn, findLogGroup, logGroupArn } from './log-groups.js'
import { MalformedQuery } from './query-tokens.js'

type RunningQuery = {
  readonly startedAtMs: number
  readonly rows: ResultRow[]
  readonly scanned: number
  isCancelled: boolean
}

const queriesOf = new WeakMap<Account, Map<string, RunningQuery>>()
const concurrentQueries = 100
const maxLogGroups = 50
const pageRows = 10_000

function queries(account: Account): Map<string, RunningQuery> {
  const known = queriesOf.get(account) ?? new Map<string, RunningQuery>()
  queriesOf.set(account, known)
  return known
}

const startInput = z.object({
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).default([]),
  logGroupIdentifiers: z.array(z.string()).default([]),
  /** Seconds since the epoch, both ends included. */
  startTime: z.number(),
  endTime: z.number(),
  queryString: z.string().max(10_000),
  limit: z.number().int().optional(),
})
type StartInput = z.output<typeof startInput>

const groupsAsked = ({ logGroupName, logGroupNames, logGroupIdentifiers }: StartInput) => [
  ...(logGroupName === undefined ? [] : [logGroupName]),
  ...logGroupNames,
  ...logGroupIdentifiers,
]

const invalid = (message: string) => failure({ code: 'InvalidParameterException', status: 400, message })

const startQuery = operation({
  service: 'logs',
  name: 'StartQuery',
  readOnly: true,
  input: startInput,
  resource: (account, input) => logGroupArn(account, groupsAsked(input)[0] ?? '*'),
  run: ({ account }, input) => {
    const asked = groupsAsked(input)
    if (asked.length === 0 || asked.length > maxLogGroups) return invalid('Give 1 to 50 log groups.')
    if (input.startTime > input.endTime) return invalid('End time should not be less than start time.')
    const running = [...queries(account).values()].filter((query) => statusOf(account, query) === 'Running')
    if (running.length >= concurrentQueries) {
      return failure({ code: 'LimitExceededException', status: 400, message: 'Account maximum query concurrency' })
    }
    const parsed = parse(input.queryString)
    if (!parsed.ok) return parsed
    const names = new Set<string>()
    for (const group of asked) {
      const found = findLogGroup(account, group)
      if (!found.ok) return found
      names.add(found.name)
    }
    return { ok: true, result: { queryId: start(account, input, parsed.query, [...names]) } }
  },
})

function start(account: Account, { startTime, endTime }: StartInput, query: InsightsQuery, groups: string[]): string {
  const events = groups
    .flatMap((group) => eventsIn(account, group))
    .filter(({ timestampMs }) => timestampMs >= startTime * 1000 && timestampMs < (endTime + 1) * 1000)
    .sort((a, b) => a.timestampMs - b.timestampMs)
  const queryId = randomUuid(account.random)
  const rows = runInsightsQuery(query, events)
  const startedAtMs = account.now().getTime()
  queries(account).set(queryId, { startedAtMs, rows, scanned: events.length, isCancelled: false })
  return queryId
}

function parse(text: string): { ok: true; query: InsightsQuery } | Failure {
  try {
    return { ok: true, query: parseInsightsQuery(text) }
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error
    return failure({ code: 'MalformedQueryException', status: 400, message: error.message })
  }
}

function statusOf(account: Account, { startedAtMs, isCancelled }: RunningQuery) {
  if (isCancelled) return 'Cancelled'
  const elapsedMs = account.now().getTime() - startedAtMs
  const runMs = account.settings.logsQueryMs ?? 0
  if (elapsedMs >= runMs) return 'Complete'
  return elapsedMs < runMs / 5 ? 'Scheduled' : 'Running'
}

/** A query that runs shows what it has found so far; the order of a sort is not there before the end. */
function rowsOf(query: RunningQuery, status: ReturnType<typeof statusOf>): ResultRow[] {
  if (status === 'Complete') return query.rows
  return status === 'Scheduled' ? [] : query.rows.slice(0, Math.ceil(query.rows.length / 2))
}

const getQueryResults = operation({
  service: 'logs',
  name: 'GetQueryResults',
  readOnly: true,
  input: z.object({
    queryId: z.string(),
    nextToken: z.string().optional(),
    maxItems: z.number().int().min(1).max(pageRows).default(pageRows),
  }),
  run: ({ account }, { queryId, nextToken, maxItems }) => {
    const query = queries(account).get(queryId)
    if (query === undefined) return noSuchQuery(queryId)
    const status = statusOf(account, query)
    const from = nextToken === undefined ? 0 : offsetIn(nextToken, queryId)
    if (from === undefined) return invalid('The specified nextToken is invalid.')
    const rows = rowsOf(query, status)
    const results = rows.slice(from, from + maxItems)
    const isMore = status === 'Complete' && rows.length > from + maxItems
    const token = isMore ? { nextToken: `${queryId}:${from + maxItems}` } : {}
    const statistics = { recordsMatched: query.rows.length, recordsScanned: query.scanned, bytesScanned: 0 }
    return { ok: true, result: { queryLanguage: 'CWLI', status, results, statistics, ...token } }
  },
})

function offsetIn(token: string, queryId: string): number | undefined {
  const [id, offset] = token.split(':')
  return id === queryId && /^\d+$/.test(offset ?? '') ? Number(offset) : undefined
}

const stopQuery = operation({
  service: 'logs',
  name: 'StopQuery',
  readOnly: false,
  input: z.object({ queryId: z.string() }),
  run: ({ account }, { queryId }) => {
    const query = queries(account).get(queryId)
    if (query === undefined) return noSuchQuery(queryId)
    if (statusOf(account, query) === 'Complete') return invalid('Query was already stopped or complete')
    query.isCancelled = true
    return { ok: true, result: { success: true } }
  },
})

function noSuchQuery(queryId: string): Failure {
  const message = `Query ID ${queryId} does not exist.`
  return failure({ code: 'ResourceNotFoundException', status: 400, message })
}

export const logQueryOperations: Operation[] = [startQuery, getQueryResults, stopQuery]
