import type { AttackerGains } from '../../../exercises/run-record.js'
import type { AttackNews } from '../../../exercises/stage.js'

/** Where the attacker lives: time, and what the block needs until it is enforced. */
export interface AttackerPlace {
  nowMs(): number
  later(inMs: number, act: () => void): void
  readonly enforcementMs: number
}

const EVERY_MS = 30_000

/** Makes one call a second after it was set to a step, and every thirty seconds from then on, until one is denied. */
export class FakeAttacker {
  /** When IAM answered that the block is there. */
  blockedAtMs: number | null = null
  readonly #place: AttackerPlace
  #news: AttackNews[] = []
  #succeeded = 0
  #denied = 0

  constructor(place: AttackerPlace) {
    this.#place = place
  }

  begin(step: string): void {
    this.#place.later(1_000, () => this.#call(step))
  }

  takeNews(): AttackNews[] {
    const news = this.#news
    this.#news = []
    return news
  }

  gains(): AttackerGains {
    const calls = { succeeded: this.#succeeded, denied: this.#denied }
    return { blockedAtMs: this.#enforcedAtMs(), callsAfterBlock: [], persistence: [], couldStill: [], calls }
  }

  #call(step: string): void {
    const atMs = this.#place.nowMs()
    const isStopped = atMs >= (this.#enforcedAtMs() ?? Number.POSITIVE_INFINITY)
    this.#news.push({ step, atMs, result: isStopped ? 'stopped' : 'succeeded', detail: 'ListBuckets' })
    if (isStopped) this.#denied += 1
    else this.#succeeded += 1
    if (!isStopped) this.#place.later(EVERY_MS, () => this.#call(step))
  }

  #enforcedAtMs(): number | null {
    return this.blockedAtMs === null ? null : this.blockedAtMs + this.#place.enforcementMs
  }
}
