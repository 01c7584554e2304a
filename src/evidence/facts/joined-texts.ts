const maxTexts = 10_000

/** Two texts as one: one string for equal pairs, which is put together once, and not anew with every record. */
export class JoinedTexts {
  readonly #between: string
  readonly #joined = new Map<string, Map<string, string>>()
  #texts = 0

  constructor(between: string) {
    this.#between = between
  }

  of(first: string, second: string): string {
    const known = this.#joined.get(first)?.get(second)
    if (known !== undefined) return known
    if (this.#texts >= maxTexts) {
      this.#joined.clear()
      this.#texts = 0
    }
    const text = `${first}${this.#between}${second}`
    const ofFirst = this.#joined.get(first) ?? new Map<string, string>()
    this.#joined.set(first, ofFirst.set(second, text))
    this.#texts += 1
    return text
  }
}
