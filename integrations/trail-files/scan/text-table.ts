import { bytes } from '../json-grammar.js'

const slots = 4_096
/** What is longer seldom comes again. */
const longest = 512
/** Letters that stand for themselves, one byte each: neither quote, backslash nor control character, and of ASCII. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x7f && byte !== bytes.quote && byte !== bytes.backslash ? 1 : 0,
)

interface Entry {
  readonly letters: Uint8Array
  readonly text: string
}

/**
 * Reads texts out of JSON and hands the same string out for the same letters, without making it anew: one log has a few
 * hundred different addresses, agents and names, each thousands of times. A table with one place a hash: of two texts with the
 * same place the later one stays, so its memory has a bound.
 */
export class TextTable {
  /** Where the text ended that was read last: its closing quote. */
  end = 0
  readonly #entries: (Entry | undefined)[] = Array.from({ length: slots })

  /** The text that begins behind a quote at `from`; null where a letter of it is written as an escape or is not of ASCII. */
  read(content: Buffer, from: number): string | null {
    const end = endOfPlain(content, from)
    if (content[end] !== bytes.quote) return null
    this.end = end
    const length = end - from
    if (length > longest) return content.toString('latin1', from, end)
    const slot = slotOf(content, from, length)
    const known = this.#entries[slot]
    if (known !== undefined && isSame(known.letters, content, from, length)) return known.text
    const entry = { letters: Uint8Array.from(content.subarray(from, end)), text: content.toString('latin1', from, end) }
    this.#entries[slot] = entry
    return entry.text
  }
}

/** The first place that is no plain letter. */
export function endOfPlain(content: Uint8Array, from: number): number {
  const length = content.length
  let at = from
  while (at < length && isPlain[content[at] ?? 0] === 1) at += 1
  return at
}

/** By some of its letters: those of an address all count, and enough of an agent's. */
function slotOf(content: Uint8Array, from: number, length: number): number {
  const step = 1 + (length >> 4)
  let hash = length
  for (let at = from + length - 1; at >= from; at -= step) hash = (Math.imul(hash, 31) + (content[at] ?? 0)) | 0
  return (hash ^ (hash >>> 13)) & (slots - 1)
}

function isSame(letters: Uint8Array, content: Uint8Array, from: number, length: number): boolean {
  if (letters.length !== length) return false
  for (let at = 0; at < length; at += 1) if (letters[at] !== content[from + at]) return false
  return true
}
