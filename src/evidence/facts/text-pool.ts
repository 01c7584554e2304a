const maxTexts = 10_000

/**
 * One string for equal texts. Every record brings its own copy of the same addresses, agents and ARNs; what is kept of it for
 * long must not keep them all.
 */
export class TextPool {
  readonly #texts = new Map<string, string>()

  same(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size >= maxTexts) this.#texts.clear()
    this.#texts.set(text, text)
    return text
  }
}
