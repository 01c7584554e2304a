import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail'
import { AwsError } from '../../../src/domain/aws-error.js'
import { type AwsConnection, clientOptions } from '../client-options.js'
import { sendCommand } from '../send-command.js'
import type { RequestPace } from './request-pace.js'

/** One lookup: CloudTrail takes exactly one attribute. Times are ISO, both ends included. */
export interface Lookup {
  readonly attribute: 'ResourceName' | 'AccessKeyId' | 'Username' | 'EventName'
  readonly value: string
  readonly from: string
  readonly to: string
}

/** A record as text, with the id that the envelope gives it. */
export interface RawRecord {
  readonly json: string
  readonly eventId: string | undefined
}

/** Asked before each request; false ends the lookup, which then says that it is not whole. */
export type RequestBudget = () => boolean

const retryDelaysMs = [500, 1_000, 2_000, 4_000, 8_000]
const operation = 'cloudtrail:LookupEvents'

/**
 * LookupEvents of one Region at a steady pace. Throttling and network failures are tried again, more slowly each time and
 * for all that share the pace; every try counts against the budget. What does not pass throws AwsError.
 */
export class LookupEventsReader {
  readonly region: string
  readonly #client: CloudTrailClient
  readonly #pace: RequestPace

  /** Whoever asks in the same account and Region shares the pace. */
  constructor(connection: AwsConnection, region: string, pace: RequestPace) {
    this.region = region
    this.#client = new CloudTrailClient(clientOptions(connection, 'paced', region))
    this.#pace = pace
  }

  /** Pages newest first. An empty page with a token is not the end. Ends early, with `whole: false`, on an empty budget. */
  async *pages(lookup: Lookup, mayRequest: RequestBudget): AsyncGenerator<{ records: RawRecord[]; whole: boolean }> {
    let token: string | undefined
    do {
      const output = await this.#request(lookup, token, mayRequest)
      if (output === null) {
        yield { records: [], whole: false }
        return
      }
      token = output.NextToken
      yield { records: recordsOf(output), whole: true }
    } while (token !== undefined)
  }

  close(): void {
    this.#client.destroy()
  }

  async #request(lookup: Lookup, token: string | undefined, mayRequest: RequestBudget) {
    for (let attempt = 0; ; attempt++) {
      if (!mayRequest()) return null
      await this.#pace.turn()
      try {
        return await this.#send(lookup, token)
      } catch (error) {
        const delayMs = retryDelaysMs[attempt]
        if (delayMs === undefined || !mayPass(error)) throw error
        this.#pace.pause(delayMs)
      }
    }
  }

  async #send({ attribute, value, from, to }: Lookup, token: string | undefined): Promise<LookupEventsCommandOutput> {
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
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
  return (Events ?? []).map(({ CloudTrailEvent, EventId }) => ({ json: CloudTrailEvent ?? '', eventId: EventId }))
}

function mayPass(error: unknown): boolean {
  return error instanceof AwsError && (error.kind === 'throttled' || error.kind === 'ambiguous')
}
