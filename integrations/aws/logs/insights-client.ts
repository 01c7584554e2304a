import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { type Pace, pacedCall } from '../paced-call.js'
import { sendCommand } from '../send-command.js'
import { groupIdentifier } from './logs-options.js'

/** One search. Times are whole seconds since the epoch, both ends included: FilterLogEvents has milliseconds. */
export interface Search {
  readonly logGroups: readonly string[]
  readonly fromSeconds: number
  readonly toSeconds: number
  readonly query: string
}

export type SearchStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown'

export interface SearchPage {
  readonly status: SearchStatus
  /** `@message` of each row. */
  readonly messages: readonly string[]
  readonly nextToken: string | undefined
}

/** Too many queries run in the account and Region at this moment: others end. */
const passingCodes = ['LimitExceededException']
const statuses: readonly SearchStatus[] = ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout']

/** Logs Insights of one Region, at the pace that everybody there shares. Failures that do not pass throw AwsError. */
export class InsightsClient {
  readonly #client: CloudWatchLogsClient
  readonly #pace: Pace

  constructor(connection: AwsConnection, region: string, pace: Pace) {
    this.#client = new CloudWatchLogsClient(clientOptions(connection, 'slow', region))
    this.#pace = pace
  }

  /** The id of the query; null where the budget is spent. */
  async start(search: Search, mayRequest: () => boolean): Promise<string | null> {
    const command = () =>
      new StartQueryCommand({
        logGroupIdentifiers: search.logGroups.map(groupIdentifier),
        startTime: search.fromSeconds,
        endTime: search.toSeconds,
        queryString: search.query,
      })
    const output = await pacedCall({
      pace: this.#pace,
      mayRequest,
      passingCodes,
      send: async () => {
        const fresh = command()
        const send = () => this.#client.send(fresh)
        return (await sendCommand({ operation: 'logs:StartQuery', command: fresh, send })).output
      },
    })
    return output === null ? null : (output.queryId ?? null)
  }

  async page(queryId: string, nextToken: string | undefined, maxItems: number, count: () => void): Promise<SearchPage> {
    const output = await pacedCall({
      pace: this.#pace,
      mayRequest: counted(count),
      send: async () => {
        const command = new GetQueryResultsCommand({ queryId, maxItems, ...(nextToken ? { nextToken } : {}) })
        const send = () => this.#client.send(command)
        return (await sendCommand({ operation: 'logs:GetQueryResults', command, send })).output
      },
    })
    return pageOf(output)
  }

  async stop(queryId: string, count: () => void): Promise<void> {
    const command = new StopQueryCommand({ queryId })
    count()
    await sendCommand({ operation: 'logs:StopQuery', command, send: () => this.#client.send(command) })
  }

  close(): void {
    this.#client.destroy()
  }
}

function counted(count: () => void): () => boolean {
  return () => {
    count()
    return true
  }
}

function pageOf(output: GetQueryResultsCommandOutput | null): SearchPage {
  const rows = output?.results ?? []
  const messages = rows.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? [])
  const status = statuses.find((known) => known === output?.status) ?? 'Unknown'
  return { status, messages, nextToken: output?.nextToken }
}
