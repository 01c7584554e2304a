import type { SystemLog } from '../../src/audit/system-log.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { FindingSource } from '../../src/domain/finding.js'
import type { Log } from '../../src/engine/engine.js'
import type { Clock } from '../../src/ports.js'

/** A webhook that was not taken. `why` is ours; `detail` may quote the payload, escaped for a terminal. */
export interface Rejection {
  readonly source: FindingSource | 'sns' | 'slack'
  readonly status: number
  readonly why: string
  readonly detail: string
  readonly address: string
}

/** Whoever can reach the port can cause rejections: at this rate they fill 15,000 rows a day, whatever they send. */
const NOTED_A_MINUTE = 10
const WINDOW_MS = 60_000
const MAX_DETAIL_CHARACTERS = 500

interface Settings {
  readonly systemLog: SystemLog
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly log: Log
}

/**
 * Notes rejected webhooks on the system chain, at most ten a minute and process, then one record that counts what was left
 * out. Nobody waits for the notes, and a database that does not take one changes no answer: the log has it, and the next
 * count includes it.
 */
export class RejectionNotes {
  readonly #settings: Settings
  readonly #timer: NodeJS.Timeout
  #window: { readonly sinceMs: number; noted: number }
  #leftOut = new Map<string, number>()
  #written = Promise.resolve()

  constructor(settings: Settings) {
    this.#settings = settings
    this.#window = { sinceMs: settings.clock.monotonicMs(), noted: 0 }
    // Without it the count of a last burst would wait for the next rejection, which may be days away.
    this.#timer = setInterval(() => this.#turn(), WINDOW_MS)
    this.#timer.unref()
  }

  note(rejection: Rejection): void {
    this.#turn()
    if (this.#window.noted < NOTED_A_MINUTE) this.#noteWhole(rejection)
    else this.#leaveOut(rejection.why, 1)
  }

  #noteWhole(rejection: Rejection): void {
    this.#window.noted += 1
    const { source, ...rest } = rejection
    const detail = cleanText(rejection.detail.slice(0, MAX_DETAIL_CHARACTERS))
    this.#settings.log.warn('A webhook was rejected.', { ...rest, source, detail })
    const event = { what: 'WEBHOOK_REJECTED', detail: { source, ...rest, detail } } as const
    this.#write(event, () => this.#leaveOut(rejection.why, 1))
  }

  /** Writes the count that is due, and waits for what is being written. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#count()
    await this.#written
  }

  #leaveOut(why: string, times: number): void {
    this.#leftOut.set(why, (this.#leftOut.get(why) ?? 0) + times)
  }

  #turn(): void {
    const nowMs = this.#settings.clock.monotonicMs()
    if (nowMs - this.#window.sinceMs < WINDOW_MS) return
    this.#count()
    this.#window = { sinceMs: nowMs, noted: 0 }
  }

  #count(): void {
    if (this.#leftOut.size === 0) return
    const counts = this.#leftOut
    this.#leftOut = new Map()
    const detail = { leftOut: Object.fromEntries(counts), windowMs: WINDOW_MS }
    this.#settings.log.warn('Webhooks were rejected that are not on the record one by one.', detail)
    this.#write({ what: 'WEBHOOKS_REJECTED', detail }, () => {
      for (const [why, times] of counts) this.#leaveOut(why, times)
    })
  }

  /** One after the other: a burst of notes never takes more than one connection from the findings. */
  #write(event: Pick<Parameters<SystemLog['append']>[0], 'what' | 'detail'>, onFailure: () => void): void {
    const { systemLog, log } = this.#settings
    this.#written = this.#written
      .then(() => systemLog.append({ ...event, actor: { kind: 'engine', name: 'webhooks' } }))
      .catch((error) => {
        log.warn('Rejected webhooks could not be noted on the system chain.', { error: String(error) })
        onFailure()
      })
  }
}
