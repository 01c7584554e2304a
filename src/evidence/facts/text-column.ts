export type PackedNumbers = Uint8Array | Uint16Array | Uint32Array

/** The texts of one field of many rows: a row has the number of its text, 0 for null. */
export class TextColumn<Text extends string = string> {
  readonly #texts: (Text | null)[] = [null]
  /** By number; there will be more. */
  readonly texts: readonly (Text | null)[] = this.#texts
  readonly #numbers = new Map<Text, number>()
  #last: Text | null = null
  #lastNumber = 0

  /** Of many fields the next row says the same. */
  numberOf(text: Text | null): number {
    if (text === null) return 0
    if (text !== this.#last) {
      this.#last = text
      this.#lastNumber = this.#numbers.get(text) ?? this.#add(text)
    }
    return this.#lastNumber
  }

  #add(text: Text): number {
    this.#numbers.set(text, this.#texts.length)
    return this.#texts.push(text) - 1
  }

  /** Numbers that were given so far, in as little as they take: most fields say few different things. */
  pack(numbers: PackedNumbers): PackedNumbers {
    if (this.#texts.length <= 0x100) return new Uint8Array(numbers)
    return this.#texts.length <= 0x10000 ? new Uint16Array(numbers) : new Uint32Array(numbers)
  }
}
