import type { Log } from '../../../src/engine/engine.js'
import type { Clock } from '../../../src/ports.js'
import { SlackCallError } from '../slack-api.js'

/** What a failed call means for everything else that waits for Slack. */
export type Trouble =
  /** Slack asks to wait: the whole channel does. */
  | { readonly kind: 'paced'; readonly waitMs: number }
  /** Slack is away, or takes nothing from us: nothing is sent for a while. */
  | { readonly kind: 'away'; readonly waitMs: number }
  /** It is about this message alone. */
  | { readonly kind: 'refused' }

/** They come back each time until a person changes something in Slack or in the configuration. */
const forPeople = new Set([
  'access_denied',
  'account_inactive',
  'channel_not_found',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'is_archived',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'not_in_channel',
  'org_login_required',
  'restricted_action',
  'team_access_not_granted',
  'team_added_to_org',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
])

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

/** The message is not there any more, or no longer ours to edit. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof SlackCallError &&
    ['message_not_found', 'cant_update_message', 'edit_window_closed'].includes(error.code)
  )
}

/** The message that was to be answered is not there any more. */
export function isThreadGone(error: unknown): boolean {
  return (
    error instanceof SlackCallError &&
    ['thread_not_found', 'message_not_found', 'invalid_thread_ts', 'cannot_reply_to_message'].includes(error.code)
  )
}

/** Whether Slack takes messages, said once when that ends and once when it begins again. */
export class SlackTrouble {
  readonly #clock: Clock
  readonly #log: Log
  #failures = 0
  #awaySinceMs = 0
  #problem: string | null = null
  #lastSuccessAt: Date | null = null

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  /** One sentence; null: the last call went well. */
  get problem(): string | null {
    return this.#problem
  }

  get lastSuccessAt(): Date | null {
    return this.#lastSuccessAt
  }

  judge(error: SlackCallError): Trouble {
    const { code, retryAfterMs } = error
    if (retryAfterMs !== null && code === 'ratelimited') return { kind: 'paced', waitMs: retryAfterMs }
    // Of HTTP's own, a proxy's refusal is the likeliest; Slack answers 200 and says what is wrong inside.
    const isForPeople = forPeople.has(code) || code.startsWith('http_')
    if (retryAfterMs === null && !isForPeople) return { kind: 'refused' }
    const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10))
    const waitMs = retryAfterMs === null ? LONGEST_WAIT_MS : Math.max(backoffMs, retryAfterMs)
    this.#failures += 1
    this.#goAway(error)
    return { kind: 'away', waitMs }
  }

  /** Slack took a message. */
  wentWell(): void {
    this.answered()
    this.#lastSuccessAt = this.#clock.now()
  }

  /** Slack is there, whatever it thinks of the message. */
  answered(): void {
    if (this.#problem !== null) {
      const awayMs = Math.round(this.#clock.monotonicMs() - this.#awaySinceMs)
      this.#log.info('Slack takes messages again.', { awayMs })
    }
    this.#failures = 0
    this.#problem = null
  }

  #goAway({ method, code, retryAfterMs }: SlackCallError): void {
    const since = this.#problem
    const cure = retryAfterMs === null ? 'tourniquet doctor says what to change' : 'it is tried again'
    this.#problem = `Slack does not take messages (${method}: ${code}): ${cure}.`
    if (since !== null) return
    this.#awaySinceMs = this.#clock.monotonicMs()
    this.#log.error('Slack does not take messages now. They wait; no incident does.', { method, code })
  }
}
