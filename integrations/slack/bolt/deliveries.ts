import type { Clock } from '../../../src/ports.js'

/** Slack repeats what it thinks was lost at once, after a minute and after five. */
const REMEMBERED_MS = 600_000
const REMEMBERED = 5_000

/**
 * The same thing delivered twice is done once, and both get its answer. Slack delivers more than once, with and without its
 * retry headers, so they are not looked at: what fails is forgotten, since its repetition may be the one that works. In memory
 * and bounded: beyond that the record itself refuses what was decided already.
 */
export class Deliveries<Answer> {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #known = new Map<string, { readonly atMs: number; readonly answer: Promise<Answer> }>()

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
  }

  once(key: string, take: () => Promise<Answer>): { readonly isFirst: boolean; readonly answer: Promise<Answer> } {
    const nowMs = this.#clock.monotonicMs()
    const known = this.#known.get(key)
    if (known !== undefined && nowMs - known.atMs < REMEMBERED_MS) return { isFirst: false, answer: known.answer }
    const answer = take()
    this.#known.delete(key)
    this.#known.set(key, { atMs: nowMs, answer })
    answer.catch(() => {
      if (this.#known.get(key)?.answer === answer) this.#known.delete(key)
    })
    const [oldest] = this.#known.keys()
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
    return { isFirst: true, answer }
  }

  get size(): number {
    return this.#known.size
  }
}
