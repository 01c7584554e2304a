import { AwsError } from '../../src/domain/aws-error.js'

/** What requests that share a limit wait for: see `RequestPace`. */
export interface Pace {
  turn(): Promise<void>
  pause(delayMs: number): void
}

export interface PacedCall<Output> {
  readonly pace: Pace
  /** Asked before each try; false ends the call. */
  readonly mayRequest: () => boolean
  readonly send: () => Promise<Output>
  /** Codes that pass with time although they are no throttling by name. */
  readonly passingCodes?: readonly string[]
}

const retryDelaysMs = [500, 1_000, 2_000, 4_000, 8_000]

/**
 * One read at the pace that it shares with others. Throttling and network failures are tried again, more slowly each time
 * and for all that share the pace; every try counts against the budget. null where the budget is spent. What does not pass
 * throws AwsError.
 */
export async function pacedCall<Output>(call: PacedCall<Output>): Promise<Output | null> {
  const { pace, mayRequest, send, passingCodes = [] } = call
  for (let attempt = 0; ; attempt++) {
    if (!mayRequest()) return null
    await pace.turn()
    try {
      return await send()
    } catch (error) {
      const delayMs = retryDelaysMs[attempt]
      if (delayMs === undefined || !mayPass(error, passingCodes)) throw error
      pace.pause(delayMs)
    }
  }
}

function mayPass(error: unknown, passingCodes: readonly string[]): boolean {
  if (!(error instanceof AwsError)) return false
  return error.kind === 'throttled' || error.kind === 'ambiguous' || passingCodes.includes(error.code)
}
