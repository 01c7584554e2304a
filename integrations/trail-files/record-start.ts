import { bytes, isSpace } from './json-grammar.js'

/** CloudTrail begins every record with it; inside of a text its quotes would have backslashes before them. */
const firstField = Buffer.from('"eventVersion"')

/**
 * Finds where reading can go on after JSON that is broken: at the start of a record, or (`byLines`) at a line that starts
 * with an object. Fed byte by byte, because a start may lie across two chunks.
 */
export class RecordStart {
  readonly #byLines: boolean
  /** How much of `{ "eventVersion"` stands before: 0 is nothing, 1 the brace, 2 the first quote. */
  #matched = 0
  #isAfterNewline: boolean
  #isBraceOfLine = false

  constructor(byLines: boolean, isAfterNewline: boolean) {
    this.#byLines = byLines
    this.#isAfterNewline = isAfterNewline
  }

  /** The bytes that belong to the record already, once it is found; null before. Spaces after the brace are left out. */
  found(byte: number): Buffer | null {
    if (this.#matched > 0 && this.#continues(byte)) {
      return this.#matched === firstField.length + 1 ? startOf(firstField.length) : this.#foundLine()
    }
    this.#matched = byte === bytes.openObject ? 1 : 0
    this.#isBraceOfLine = this.#matched === 1 && this.#isAfterNewline
    this.#isAfterNewline = byte === bytes.newline
    return null
  }

  #continues(byte: number): boolean {
    if (this.#matched === 1 && isSpace(byte)) return true
    if (byte !== firstField[this.#matched - 1]) return false
    this.#matched += 1
    return true
  }

  /** A brace at the start of a line and a quote: enough, where values stand one a line. */
  #foundLine(): Buffer | null {
    return this.#byLines && this.#isBraceOfLine && this.#matched === 2 ? startOf(1) : null
  }
}

function startOf(length: number): Buffer {
  return Buffer.concat([Buffer.from('{'), firstField.subarray(0, length)])
}
