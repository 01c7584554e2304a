/** How AWS limits its APIs: `burst` calls at once, and `perSecond` of them back every second, by the account's clock. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #atMs: number | undefined

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#tokens = burst
  }

  hasToken(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs))
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs / 1000) * this.#perSecond)
    this.#atMs = nowMs
    return this.#tokens >= 1
  }

  /** Takes a token where there is one. A refused call costs nothing. */
  take(nowMs: number): boolean {
    const isThere = this.hasToken(nowMs)
    if (isThere) this.#tokens -= 1
    return isThere
  }
}
