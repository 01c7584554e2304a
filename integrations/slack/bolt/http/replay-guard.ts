import type { Clock } from '../../../../src/ports.js'

/** From 5 minutes ahead to 5 minutes old: after that no signature is taken anyway. */
const REMEMBERED_MS = 600_000
/** Only what Slack signed is remembered, so nobody else can push anything out. */
const REMEMBERED = 20_000

/**
 * Each signed request is answered once. Bolt has no such guard: a captured request could be sent again for 5 minutes. In
 * memory; across restarts, and should more than 20,000 come in 10 minutes, the record refuses what was decided already.
 */
export class ReplayGuard {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #seen = new Map<string, number>()

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  /** True the first time. */
  isFirst(signature: string): boolean {
    const nowMs = this.#clock.monotonicMs()
    const seenAtMs = this.#seen.get(signature)
    if (seenAtMs !== undefined && nowMs - seenAtMs < REMEMBERED_MS) return false
    this.#seen.delete(signature)
    this.#seen.set(signature, nowMs)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > REMEMBERED && oldest !== undefined) this.#seen.delete(oldest)
    return true
  }

  /** It was not taken: sent again it is looked at again. */
  forget(signature: string): void {
    this.#seen.delete(signature)
  }

  get size(): number {
    return this.#seen.size
  }
}
