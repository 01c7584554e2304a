import { isNativeError } from 'node:util/types'
import { type Logger, SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../../../../src/engine/engine.js'
import type { Clock } from '../../../../src/ports.js'
import type { SlackMode } from '../slack-app-settings.js'
import { guardEnvelopes } from './envelope-guard.js'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** From asking for an address to Slack's hello. */
const CONNECT_WITHIN_MS = 20_000
/** A connection that held this long was a good one. */
const STEADY_MS = 30_000
const API_TIMEOUT_MS = 10_000

type SocketMode = Extract<SlackMode, { kind: 'socket' }>

/** Whether Slack can reach us now. */
export interface SocketState {
  readonly isConnected: boolean
  /** Why not, of the last attempt; null: it is connected, or was not tried yet. */
  readonly problem: string | null
}

/**
 * Bolt's Socket Mode, kept connected by us. Bolt's own reconnecting gives up for good on the first address that cannot be
 * resolved or the first 5xx of Slack, with a rejection that nobody handles and Node ends the process on
 * (SocketModeClient.delayReconnectAttempt in @slack/socket-mode 3); so it is switched off, and the attempts are made here,
 * for ever, 1 to 30 s apart. Slack recycles connections as a matter of routine: then the next one is opened at once.
 */
export class SlackSocket {
  readonly receiver: SocketModeReceiver
  readonly #clock: Clock
  readonly #log: Log
  readonly #stopped = new AbortController()
  #state: SocketState = { isConnected: false, problem: null }
  #running: Promise<void> = Promise.resolve()

  constructor({ appToken, apiUrl, dispatcher }: SocketMode, clock: Clock, log: Log, logger: Logger) {
    if (appToken === '') throw new TypeError('The app-level token is empty.')
    this.#clock = clock
    this.#log = log
    this.receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      ...(dispatcher === undefined ? {} : { dispatcher }),
      installerOptions: {
        clientOptions: {
          retryConfig: { retries: 0 },
          rejectRateLimitedCalls: true,
          timeout: API_TIMEOUT_MS,
          ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl, allowAbsoluteUrls: false }),
        },
      },
      // What could not be routed is acknowledged: Slack would only send the same again.
      processEventErrorHandler: async ({ error }) => {
        logger.error(error)
        return true
      },
    })
    guardEnvelopes(this.receiver.client, log)
  }

  get state(): SocketState {
    return this.#state
  }

  /** Connects, and stays connected until `stop`. Returns at once: a Slack that is down must not keep anything from starting. */
  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!this.#stopped.signal.aborted) {
      const heldMs = await this.#connectOnce()
      if (this.#stopped.signal.aborted) return
      if (heldMs >= STEADY_MS) {
        pauseMs = FIRST_PAUSE_MS
        continue
      }
      await this.#clock.pause(pauseMs, this.#stopped.signal)
      pauseMs = heldMs > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }

  /** How long a connection held; 0: there was none. */
  async #connectOnce(): Promise<number> {
    const { client } = this.receiver
    const gone = new Promise<void>((resolve) => client.once('disconnected', () => resolve()))
    try {
      await this.#within(client.start())
    } catch (error) {
      const problem = isNativeError(error) ? error.message : 'the connection was closed before it stood'
      if (!this.#stopped.signal.aborted) this.#lost(problem)
      await this.#disconnect()
      return 0
    }
    const sinceMs = this.#clock.monotonicMs()
    this.#state = { isConnected: true, problem: null }
    this.#log.info('Slack is connected (Socket Mode).')
    const over = new AbortController()
    await Promise.race([gone, aborted(this.#stopped.signal, over.signal)])
    over.abort()
    await this.#disconnect()
    if (!this.#stopped.signal.aborted) this.#lost('Slack closed the connection')
    return Math.max(1, this.#clock.monotonicMs() - sinceMs)
  }

  #lost(problem: string): void {
    const wasKnown = this.#state.problem === problem
    this.#state = { isConnected: false, problem }
    if (!wasKnown) this.#log.warn('Slack is not connected (Socket Mode); it is tried again.', { problem })
  }

  async #within(start: Promise<unknown>): Promise<void> {
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, this.#stopped.signal])
    const tooLate = this.#clock.pause(CONNECT_WITHIN_MS, signal).then(() => {
      throw new Error(this.#stopped.signal.aborted ? 'stopped' : 'Slack did not say hello in time')
    })
    // Whichever is second has nobody waiting for it.
    tooLate.catch(() => {})
    start.catch(() => {})
    try {
      await Promise.race([start, tooLate])
    } finally {
      over.abort()
    }
  }

  /** Without a socket it resolves at once; a peer that does not close is left after half a minute by the client itself. */
  async #disconnect(): Promise<void> {
    const over = new AbortController()
    const left = this.receiver.client.disconnect().then(() => over.abort())
    left.catch(() => over.abort())
    await this.#clock.pause(1_000, over.signal)
  }
}

/** `over` ends the listening: connections come and go for as long as the process lives. */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: over })
  })
}
