import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../../src/domain/aws-error.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { TrailEstimate, TrailQuery, TrailSource } from '../../../src/ports.js'
import { clientOptions } from '../client-options.js'
import { pacedCall } from '../paced-call.js'
import { sendCommand } from '../send-command.js'
import { isInWindow, type ReadOptions, type TakeRecords, TrailReading } from '../trail-reading.js'
import { defaultDeliveryLagMs, groupIdentifier, type LogsTrailOptions } from './logs-options.js'
import { narrowingOf } from './principal-narrowing.js'

const operation = 'logs:FilterLogEvents'
/** A token that is refused so often without a new event in between is no token that has expired. */
const maxIdleRestarts = 3

/**
 * Log groups of CloudTrail, by FilterLogEvents: for where queries are not allowed or too many run. A pattern finds terms
 * anywhere in a record's text, so every record is compared again. An empty page with a token is not the end, and a token
 * that has expired (after 24 h) starts the group again from the newest event that was seen.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export class FilterLogsTrailSource implements TrailSource {
  readonly name: string
  readonly #options: LogsTrailOptions
  readonly #client: CloudWatchLogsClient

  constructor(options: LogsTrailOptions) {
    if (options.logGroups.length === 0) throw new RangeError('FilterLogEvents needs a log group to read.')
    this.name = `CloudWatch Logs (${options.logGroups.join(', ')})`
    this.#options = options
    this.#client = new CloudWatchLogsClient(clientOptions(options.connection, 'slow', options.region))
  }

  /** How much is in a log group is known once it was read. */
  async estimate(_query: TrailQuery): Promise<TrailEstimate | null> {
    return null
  }

  async read(query: TrailQuery, take: TakeRecords, options: ReadOptions): Promise<EvidenceSource> {
    const { named, region, logGroups } = this.#options
    const isWanted = (record: Parameters<typeof isInWindow>[0]) =>
      isInWindow(record, query) && (named === undefined || named.matches(record))
    const reading = new TrailReading(query, { ...options, take, isWanted })
    for (const group of logGroups) {
      try {
        await this.#readGroup(group, query, reading)
      } catch (error) {
        reading.fail(group, error)
      }
    }
    return reading.describe(this.name, [region])
  }

  close(): void {
    this.#client.destroy()
  }

  async #readGroup(group: string, query: TrailQuery, reading: TrailReading): Promise<void> {
    const { named } = this.#options
    const narrowing = narrowingOf(query)
    const pattern = named === undefined ? narrowing.filterPattern : named.filterPattern
    const matches = named === undefined ? narrowing.matches : () => true
    let startTime = Date.parse(query.from)
    let seenMs = startTime
    let token: string | undefined
    let idleRestarts = 0
    for (;;) {
      const page = await this.#page({ group, startTime, token, pattern, query }, reading)
      if (page === null) return
      if (page === 'expired') {
        if (++idleRestarts > maxIdleRestarts) {
          reading.gap(`${group}: the token of the next page is refused again and again`)
          return
        }
        startTime = seenMs
        token = undefined
        continue
      }
      const events = page.events ?? []
      await reading.addInTurns(events.flatMap(({ message = '' }) => (matches(message) ? [message] : [])))
      const newestMs = Math.max(seenMs, ...events.map(({ timestamp = 0 }) => timestamp))
      if (newestMs > seenMs) idleRestarts = 0
      seenMs = newestMs
      reading.progress()
      token = page.nextToken
      if (token === undefined) return
    }
  }

  /** `null`: the budget is spent. Times are in milliseconds: StartQuery has seconds. */
  async #page(asked: Asked, { mayRequest }: TrailReading): Promise<FilterLogEventsCommandOutput | null | 'expired'> {
    const { group, startTime, token, pattern, query } = asked
    const { pace, deliveryLagMs = defaultDeliveryLagMs } = this.#options
    const send = async () => {
      const command = new FilterLogEventsCommand({
        logGroupIdentifier: groupIdentifier(group),
        startTime,
        endTime: Date.parse(query.to) + deliveryLagMs,
        ...(pattern === null ? {} : { filterPattern: pattern }),
        ...(token === undefined ? {} : { nextToken: token }),
      })
      return (await sendCommand({ operation, command, send: () => this.#client.send(command) })).output
    }
    try {
      return await pacedCall({ pace, mayRequest, send })
    } catch (error) {
      // Logs has no code of its own for a token that it does not take.
      if (token !== undefined && error instanceof AwsError && error.kind === 'malformed') return 'expired'
      throw error
    }
  }
}

interface Asked {
  readonly group: string
  readonly startTime: number
  readonly token: string | undefined
  readonly pattern: string | null
  readonly query: TrailQuery
}
