/** Time as pacing needs it; replaced in tests. */
export interface PaceClock {
  readonly nowMs: () => number
  readonly wait: (delayMs: number) => Promise<void>
}

/** Monotonic time and real waiting. The timer keeps nothing alive that has nothing else to do. */
export const realPaceClock: PaceClock = {
  nowMs: () => performance.now(),
  wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
}

/**
 * Lets requests go at a steady rate, in the order in which they asked. One instance serves everybody who shares the limit:
 * LookupEvents allows two requests a second for an account and Region, the attacker's included.
 */
export class RequestPace {
  readonly #gapMs: number
  readonly #clock: PaceClock
  #freeAtMs = 0

  constructor(requestsPerSecond: number, clock: PaceClock = realPaceClock) {
    if (!(requestsPerSecond > 0)) throw new RangeError(`${requestsPerSecond} requests a second would never send one.`)
    this.#gapMs = 1000 / requestsPerSecond
    this.#clock = clock
  }

  /** Resolves when the next request may go. */
  async turn(): Promise<void> {
    const nowMs = this.#clock.nowMs()
    const atMs = Math.max(nowMs, this.#freeAtMs)
    this.#freeAtMs = atMs + this.#gapMs
    if (atMs > nowMs) await this.#clock.wait(atMs - nowMs)
  }

  /** Nobody goes before `delayMs` from now: AWS has throttled, and whoever waits would be throttled as well. */
  pause(delayMs: number): void {
    this.#freeAtMs = Math.max(this.#freeAtMs, this.#clock.nowMs() + delayMs)
  }
}
