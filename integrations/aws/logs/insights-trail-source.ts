import { AwsError } from '../../../src/domain/aws-error.js'
import type { EvidenceSource } from '../../../src/domain/evidence.js'
import type { TrailEstimate, TrailQuery, TrailSource } from '../../../src/ports.js'
import { type PaceClock, realPaceClock } from '../request-pace.js'
import { isInWindow, type ReadOptions, type TakeRecords, TrailReading } from '../trail-reading.js'
import { waitOrAbort } from '../wait-or-abort.js'
import { InsightsClient, type SearchPage } from './insights-client.js'
import { defaultDeliveryLagMs, type LogsTrailOptions } from './logs-options.js'
import { narrowingOf } from './principal-narrowing.js'

type Optional = 'named' | 'whereDenied'

export interface InsightsTrailOptions extends LogsTrailOptions {
  readonly clock?: PaceClock
  /** A query ends by itself after 60 minutes; nobody waits that long. Default 15 minutes. */
  readonly maxWaitMs?: number
  /** What one query shows at most. AWS: 100,000, in pages of 10,000. */
  readonly maxResults?: number
  readonly pageSize?: number
  /** Asked in place of this where StartQuery is denied. Closed with it. */
  readonly whereDenied?: TrailSource & { close(): void }
}

const maxLogGroups = 50
/** What one query showed at most for years, and may do still in some Regions. */
const olderMaxResults = 10_000
const firstPollMs = 500
const longestPollMs = 2_000

/**
 * Log groups of CloudTrail, by CloudWatch Logs Insights. A window with more results than one query shows is cut in halves,
 * each asked for by itself, down to a second. A query that fails, is cancelled or times out gives what it has found and is
 * a gap; on an abort it is stopped. RangeError for no log group and for more than 50.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export class LogsInsightsTrailSource implements TrailSource {
  readonly name: string
  readonly #options: Required<Omit<InsightsTrailOptions, Optional | 'connection'>> &
    Pick<InsightsTrailOptions, Optional>
  readonly #client: InsightsClient

  constructor({ connection, ...options }: InsightsTrailOptions) {
    const { logGroups, region, pace } = options
    if (logGroups.length === 0) throw new RangeError('Logs Insights needs a log group to search.')
    if (logGroups.length > maxLogGroups)
      throw new RangeError(`Logs Insights searches ${maxLogGroups} log groups at most.`)
    this.name = `CloudWatch Logs Insights (${logGroups.join(', ')})`
    this.#options = { ...defaults, ...options }
    this.#client = new InsightsClient(connection, region, pace)
  }

  /** How much is in a log group is known once it was searched. */
  async estimate(_query: TrailQuery): Promise<TrailEstimate | null> {
    return null
  }

  async read(query: TrailQuery, take: TakeRecords, options: ReadOptions): Promise<EvidenceSource> {
    const { named, deliveryLagMs, region } = this.#options
    const isWanted = (record: Parameters<typeof isInWindow>[0]) =>
      isInWindow(record, query) && (named === undefined || named.matches(record))
    const reading = new TrailReading(query, { ...options, take, isWanted })
    const narrowing = narrowingOf(query)
    const condition = named === undefined ? narrowing.insights : named.condition
    const matches = named === undefined ? narrowing.matches : () => true
    const windows = [
      {
        fromSeconds: Math.floor(Date.parse(query.from) / 1000),
        toSeconds: Math.ceil((Date.parse(query.to) + deliveryLagMs) / 1000),
      },
    ]
    const asked: Asked = { condition, matches, limit: this.#options.maxResults }
    try {
      for (let window = windows.pop(); window !== undefined; window = windows.pop()) {
        const isWhole = await this.#readWindow(window, asked, reading, options.signal)
        if (!isWhole) windows.push(...halvesOf(window, reading))
      }
    } catch (error) {
      const { whereDenied } = this.#options
      const isNothingRead = reading.records === 0
      if (whereDenied !== undefined && isNothingRead && isDenied(error)) {
        return readWithoutSearch(whereDenied, [query, take, options], error)
      }
      reading.fail(region, error)
    }
    return reading.describe(this.name, [region])
  }

  close(): void {
    this.#client.close()
    this.#options.whereDenied?.close()
  }

  /** False where there was more than one query shows. */
  async #readWindow(window: Window, asked: Asked, reading: TrailReading, signal: AbortSignal): Promise<boolean> {
    const { pageSize } = this.#options
    const queryId = await this.#start(window, asked, reading)
    if (queryId === null) return true
    let page = await this.#finished(queryId, reading, signal)
    if (page === null) return true
    let results = 0
    for (;;) {
      results += page.messages.length
      await reading.addInTurns(wantedOf(page.messages, asked.matches))
      reading.progress()
      if (page.status !== 'Complete') reading.gap(`a query ended as ${page.status}: what it had found is here`)
      if (page.nextToken === undefined || results >= asked.limit) return results < asked.limit
      page = await this.#client.page(queryId, page.nextToken, pageSize, () => reading.countRequest())
    }
  }

  /** Where 100,000 results are not to be had yet, AWS calls the query malformed: it is asked for as many as there always were. */
  async #start(window: Window, asked: Asked, reading: TrailReading): Promise<string | null> {
    const { logGroups } = this.#options
    const filter = asked.condition === null ? '' : `filter ${asked.condition} | `
    const query = () => `${filter}fields @timestamp, @message | sort @timestamp desc | limit ${asked.limit}`
    try {
      return await this.#client.start({ ...window, logGroups, query: query() }, reading.mayRequest)
    } catch (error) {
      const isRefused = error instanceof AwsError && error.code === 'MalformedQueryException'
      if (!isRefused || asked.limit <= olderMaxResults) throw error
      asked.limit = olderMaxResults
      return await this.#client.start({ ...window, logGroups, query: query() }, reading.mayRequest)
    }
  }

  /** The first page once the query has ended, however it did; null where it was stopped. */
  async #finished(queryId: string, reading: TrailReading, signal: AbortSignal): Promise<SearchPage | null> {
    const { clock, maxWaitMs, pageSize } = this.#options
    const count = () => reading.countRequest()
    const startedMs = clock.nowMs()
    for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 2, longestPollMs)) {
      const page = await this.#client.page(queryId, undefined, pageSize, count)
      if (!isUnderWay(page)) return page
      const isLate = clock.nowMs() - startedMs >= maxWaitMs
      if (isLate || signal.aborted) {
        reading.gap(isLate ? `a query did not end within ${maxWaitMs / 1000} s` : 'reading was stopped')
        await stopQuery(() => this.#client.stop(queryId, count), reading)
        return isLate ? page : null
      }
      await waitOrAbort(clock, pollMs, signal)
    }
  }
}

interface Asked {
  readonly condition: string | null
  readonly matches: (text: string) => boolean
  limit: number
}

interface Window {
  readonly fromSeconds: number
  readonly toSeconds: number
}

const defaults = {
  clock: realPaceClock,
  deliveryLagMs: defaultDeliveryLagMs,
  maxWaitMs: 15 * 60_000,
  maxResults: 100_000,
  pageSize: 10_000,
}

/** One at a time: of ten thousand, each is searched for names. */
function* wantedOf(messages: readonly string[], matches: Asked['matches']): Generator<string> {
  for (const message of messages) if (matches(message)) yield message
}

/** AWS says Unknown for a moment at times: that is no end either. */
function isUnderWay({ status }: SearchPage): boolean {
  return status === 'Scheduled' || status === 'Running' || status === 'Unknown'
}

function isDenied(error: unknown): error is AwsError {
  return error instanceof AwsError && error.kind === 'accessDenied' && error.operation === 'logs:StartQuery'
}

/** What was tried first is told, or nobody would look for the permission. */
async function readWithoutSearch(
  source: TrailSource,
  asked: Parameters<TrailSource['read']>,
  { message }: AwsError,
): Promise<EvidenceSource> {
  const answer = await source.read(...asked)
  const told = `Logs Insights may not be asked, so FilterLogEvents was (${message})`
  return { ...answer, detail: answer.detail === undefined ? told : `${told}; ${answer.detail}` }
}

function halvesOf({ fromSeconds, toSeconds }: Window, reading: TrailReading): Window[] {
  if (fromSeconds >= toSeconds) {
    reading.gap(`more in the second of ${new Date(fromSeconds * 1000).toISOString()} than one query shows`)
    return []
  }
  const middle = Math.floor((fromSeconds + toSeconds) / 2)
  return [
    { fromSeconds, toSeconds: middle },
    { fromSeconds: middle + 1, toSeconds },
  ]
}

/** Ends what goes on in AWS. That it cannot be ended is said, and is no reason to lose what was read. */
async function stopQuery(stop: () => Promise<void>, reading: TrailReading): Promise<void> {
  try {
    await stop()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    reading.gap(`the query goes on in AWS: ${error.message}`)
  }
}
