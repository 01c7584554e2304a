import type { SystemLog } from '../../src/audit/system-log.js'
import { cleanText } from '../../src/domain/clean-text.js'
import type { Clock } from '../../src/ports.js'

/** Whoever may send to the queue can cause these: at this rate they fill 15,000 rows a day, and the rest waits its turn. */
const NOTED_A_MINUTE = 10
const MINUTE_MS = 60_000
const MAX_REASON_CHARACTERS = 500

/** A message that is taken off its queue although nobody could read it. */
export interface DroppedMessage {
  readonly queue: string
  readonly source: string
  readonly messageId: string
  /** Of the body: what it said is not kept. */
  readonly sha256: string
  /** May quote the message, escaped for a terminal. */
  readonly reason: string
}

/** Notes dropped messages on the system chain before they go. */
export class DroppedNotes {
  readonly #systemLog: SystemLog
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #notedAtMs: number[] = []

  constructor(systemLog: SystemLog, clock: Pick<Clock, 'monotonicMs'>) {
    this.#systemLog = systemLog
    this.#clock = clock
  }

  /** False where the minute's notes are spent: the message stays. Throws StoreUnavailableError where it cannot be written. */
  async note(dropped: DroppedMessage): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs()
    this.#notedAtMs = this.#notedAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS)
    if (this.#notedAtMs.length >= NOTED_A_MINUTE) return false
    this.#notedAtMs.push(nowMs)
    const reason = cleanText(dropped.reason.slice(0, MAX_REASON_CHARACTERS))
    const messageId = cleanText(dropped.messageId.slice(0, 128))
    const detail = { ...dropped, messageId, reason }
    await this.#systemLog.append({ what: 'MESSAGE_DROPPED', detail, actor: { kind: 'engine', name: 'pull' } })
    return true
  }
}
