/**
 * Runs what has the same key one after the other, in the order of asking; what has different keys runs at once. For
 * findings about one principal: they all move the same incident, and side by side each step would make the others start over.
 */
export class InTurn {
  readonly #last = new Map<string, Promise<void>>()

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const running = before.then(work)
    const ended = running.then(
      () => undefined,
      () => undefined, // whoever asked is told
    )
    this.#last.set(key, ended)
    try {
      return await running
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key)
    }
  }
}
