import type { HealthCheck } from './health.js'

/** How one part did when it was last looked at. */
export class Part {
  readonly #name: HealthCheck['name']
  readonly #staleMs: number
  #wellAtMs: number | null = null
  #problem: string | null = null
  #word = ''

  /** After `staleMs` without a good look the part counts as down: looks themselves may hang. */
  constructor(name: HealthCheck['name'], staleMs: number) {
    this.#name = name
    this.#staleMs = staleMs
  }

  well(atMs: number, word: string): void {
    this.#wellAtMs = Math.max(this.#wellAtMs ?? atMs, atMs)
    this.#word = word
    this.#problem = null
  }

  failed(problem: string): void {
    this.#problem = problem
  }

  ageMs(nowMs: number): number | null {
    return this.#wellAtMs === null ? null : nowMs - this.#wellAtMs
  }

  check(nowMs: number): HealthCheck {
    const ageMs = this.ageMs(nowMs)
    const name = this.#name
    if (this.#problem !== null) return { name, ok: false, detail: this.#problem }
    if (ageMs === null) return { name, ok: false, detail: 'not seen well since this process started' }
    if (ageMs > this.#staleMs) return { name, ok: false, detail: `last seen well ${Math.round(ageMs / 1_000)} s ago` }
    return { name, ok: true, detail: this.#word }
  }
}
