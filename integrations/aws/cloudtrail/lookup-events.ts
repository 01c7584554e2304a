import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../../src/domain/aws-error.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { pacedCall } from '../paced-call.js'
import type { RequestPace } from '../request-pace.js'
import { sendCommand } from '../send-command.js'

/** One lookup: CloudTrail takes at most one attribute; null is everything. Times are ISO, both ends included. */
export interface Lookup {
  readonly attribute: 'ResourceName' | 'AccessKeyId' | 'Username' | 'EventName' | 'EventSource' | null
  /** '' where there is no attribute. */
  readonly value: string
  readonly from: string
  readonly to: string
}

/** A record as text, with the id that the envelope gives it. */
export interface RawRecord {
  readonly json: string
  readonly eventId: string | undefined
  /** As the envelope tells it; null where it does not. */
  readonly timeMs: number | null
}

/** Asked before each request; false ends the lookup, which then says that it is not whole. */
export type RequestBudget = () => boolean

const operation = 'cloudtrail:LookupEvents'
/** A token that is refused so often without a new event in between is no token that has expired. */
const maxIdleRestarts = 3

/**
 * LookupEvents of one Region at a steady pace. Throttling and network failures are tried again, more slowly each time and
 * for all that share the pace; every try counts against the budget. What does not pass throws AwsError.
 */
export class LookupEventsReader {
  readonly region: string
  readonly #client: CloudTrailClient
  readonly #pace: RequestPace

  /** Whoever asks in the same account and Region shares the pace. `slow`: waits for answers of half a minute. */
  constructor(connection: AwsConnection, region: string, pace: RequestPace, use: 'paced' | 'slow' = 'paced') {
    this.region = region
    this.#client = new CloudTrailClient(clientOptions(connection, use, region))
    this.#pace = pace
  }

  /**
   * Pages newest first. An empty page with a token is not the end. Ends early, with `whole: false`, on an empty budget. A
   * token that has expired starts the lookup again, from the oldest event that was seen: that second's events come twice.
   */
  async *pages(lookup: Lookup, mayRequest: RequestBudget): AsyncGenerator<{ records: RawRecord[]; whole: boolean }> {
    let rest = lookup
    let token: Continuation | undefined
    let idleRestarts = 0
    for (;;) {
      const page = await this.#page(rest, token, mayRequest)
      if (page === 'spent') {
        yield { records: [], whole: false }
        return
      }
      if (page === 'expired') {
        if (++idleRestarts > maxIdleRestarts) throw tokenRefused()
        token = undefined
        continue
      }
      const older = { ...lookup, to: oldest(page.records, rest.to) }
      if (older.to !== rest.to) idleRestarts = 0
      rest = older
      token = page.token
      yield { records: page.records, whole: true }
      if (token === undefined) return
    }
  }

  close(): void {
    this.#client.destroy()
  }

  async #page(lookup: Lookup, token: Continuation | undefined, mayRequest: RequestBudget): Promise<Page> {
    const of = token?.lookup ?? lookup
    try {
      const send = () => this.#send(of, token?.text)
      const output = await pacedCall({ pace: this.#pace, mayRequest, send })
      if (output === null) return 'spent'
      const text = output.NextToken
      return { records: recordsOf(output), token: text === undefined ? undefined : { lookup: of, text } }
    } catch (error) {
      if (token !== undefined && error instanceof AwsError && error.code.startsWith('InvalidNextToken'))
        return 'expired'
      throw error
    }
  }

  async #send({ attribute, value, from, to }: Lookup, token: string | undefined): Promise<LookupEventsCommandOutput> {
    const command = new LookupEventsCommand({
      ...(attribute === null ? {} : { LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }] }),
      StartTime: wholeSeconds(from, Math.floor),
      EndTime: wholeSeconds(to, Math.ceil),
      MaxResults: 50,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    const { output } = await sendCommand({ operation, command, send: () => this.#client.send(command) })
    return output
  }
}

/** Event times are whole seconds: a bound between two of them must not cut off the second that it lies in. */
function wholeSeconds(iso: string, round: (seconds: number) => number): Date {
  return new Date(round(Date.parse(iso) / 1000) * 1000)
}

function recordsOf({ Events }: LookupEventsCommandOutput): RawRecord[] {
  return (Events ?? []).map(({ CloudTrailEvent, EventId, EventTime }) => ({
    json: CloudTrailEvent ?? '',
    eventId: EventId,
    timeMs: EventTime?.getTime() ?? null,
  }))
}

/** A token holds for the very lookup that it was given to, its times included. */
interface Continuation {
  readonly lookup: Lookup
  readonly text: string
}

type Page = { readonly records: RawRecord[]; readonly token: Continuation | undefined } | 'spent' | 'expired'

function oldest(records: readonly RawRecord[], to: string): string {
  const times = records.flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]))
  const oldestMs = Math.min(...times, Date.parse(to))
  return oldestMs < Date.parse(to) ? new Date(oldestMs).toISOString() : to
}

function tokenRefused(): AwsError {
  const message = 'InvalidNextTokenException: the token of the next page is refused again and again'
  return new AwsError({ kind: 'malformed', code: 'InvalidNextTokenException', operation, message })
}
