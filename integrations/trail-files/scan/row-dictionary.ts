import type { CountedCall } from '../../../src/evidence/facts/counted-call.js'
import type { TextPool } from '../../../src/evidence/facts/text-pool.js'
import type { CallRows } from './call-rows.js'

/**
 * What the numbers in one thread's rows stand for. A thread says each text and each caller once, with the first rows that have it, until it
 * begins anew: read anew for every log, they took as long as the counting of all its calls.
 */
export class RowDictionary {
  /** By their numbers; none at 0. */
  texts: (string | undefined)[] = [undefined]
  callers: CountedCall['actor'][] = []
  readonly #pool: TextPool

  /** `pool` is that of all threads: one string for equal texts is what maps find without reading it. */
  constructor(pool: TextPool) {
    this.#pool = pool
  }

  /** To be called with the rows of the thread in their order, each once, before their numbers are looked up. */
  learn({ beginsAnew, newTexts, newCallers }: CallRows): void {
    if (beginsAnew) {
      this.texts = [undefined]
      this.callers = []
    }
    for (const text of newTexts) this.texts.push(this.#pool.same(text))
    for (const caller of newCallers) this.callers.push(caller)
  }
}
