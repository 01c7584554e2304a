import type { Messenger } from '../../../src/ports.js'

/** The exercise's own time. */
export interface ChatTime {
  readonly nowMs: number
  at(atMs: number, key: string, act: () => void): void
}

/**
 * A chat that can be down. What the product shows there is kept and shown again when it is back, as its view of a real one is: a
 * question that comes up meanwhile reaches people late, and nothing is lost.
 */
export class Chat {
  readonly messenger: Messenger
  readonly #time: ChatTime
  readonly #shownAtMs = new Map<string, number>()
  #downUntilMs = 0

  constructor(time: ChatTime, people: Messenger) {
    this.#time = time
    this.messenger = {
      ask: async (card) => {
        await people.ask(card)
        this.#shownAtMs.set(card.planDigest, Math.max(time.nowMs, this.#downUntilMs))
      },
      tell: (card) => people.tell(card),
    }
  }

  /** How many questions people have seen. */
  get shown(): number {
    return [...this.#shownAtMs.values()].filter((atMs) => atMs <= this.#time.nowMs).length
  }

  hasShown(planDigest: string): boolean {
    const atMs = this.#shownAtMs.get(planDigest)
    return atMs !== undefined && atMs <= this.#time.nowMs
  }

  get isDown(): boolean {
    return this.#time.nowMs < this.#downUntilMs
  }

  goDown(forMs: number): void {
    this.#downUntilMs = Math.max(this.#downUntilMs, this.#time.nowMs + forMs)
    // So that somebody looks at that moment.
    this.#time.at(this.#downUntilMs, 'chat', () => {})
  }
}
