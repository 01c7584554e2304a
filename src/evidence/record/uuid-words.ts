/** A UUID's 128 bits as words of 32. */
export const wordsPerUuid = 4

const digits = Buffer.from('0123456789abcdef', 'latin1')
const written = Buffer.alloc(36, '-', 'latin1')
const dash = 45

/** False for what is no UUID as CloudTrail writes it, and for the one of zeros alone, which stands for none. */
export function readUuid(text: string, words: Uint32Array): boolean {
  if (text.length !== 36) return false
  let any = 0
  let word = 0
  let read = 0
  for (let at = 0; at < 36; at += 1) {
    const code = text.charCodeAt(at)
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== dash) return false
      continue
    }
    const digit = code >= 97 && code <= 102 ? code - 87 : code >= 48 && code <= 57 ? code - 48 : -1
    if (digit === -1) return false
    word = (word << 4) | digit
    read += 1
    if ((read & 7) !== 0) continue
    words[(read >> 3) - 1] = word
    any |= word
    word = 0
  }
  return any !== 0
}

/** The text of the four words from `at` on; null where there are zeros alone. */
export function writeUuid(words: Uint32Array, at: number): string | null {
  let any = 0
  let into = 0
  for (let word = 0; word < wordsPerUuid; word += 1) {
    const bits = words[at + word] ?? 0
    any |= bits
    for (let shift = 28; shift >= 0; shift -= 4) {
      if (into === 8 || into === 13 || into === 18 || into === 23) into += 1
      written[into] = digits[(bits >>> shift) & 15] ?? 0
      into += 1
    }
  }
  // By way of bytes: a text that is put together letter by letter is as many texts until somebody reads it.
  return any === 0 ? null : written.toString('latin1')
}
