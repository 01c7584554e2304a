const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/** How long to wait after failures in a row: 1 s, doubling up to 30 s, less up to a half so that processes part. */
export class BackOff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  get isFailing(): boolean {
    return this.#failures > 0
  }

  next(): number {
    const wholeMs = Math.min(FIRST_MS * 2 ** Math.min(this.#failures, 10), LONGEST_MS)
    this.#failures += 1
    return wholeMs * (1 - this.#random() / 2)
  }

  reset(): void {
    this.#failures = 0
  }
}
