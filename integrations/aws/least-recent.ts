/** Hands out what was made for a key before; of more than `kept` keys the one that was not asked for longest is forgotten. */
export class LeastRecent<Value> {
  readonly #kept: number
  readonly #values = new Map<string, Value>()

  constructor(kept: number) {
    this.#kept = kept
  }

  of(key: string, make: () => Value): Value {
    const value = this.#values.get(key) ?? make()
    this.#values.delete(key)
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#kept && oldest !== undefined) this.#values.delete(oldest)
    return value
  }
}
