import { bytes, isSpace } from '../json-grammar.js'

/**
 * Tells of places in a list of records whether they lie in no list within a record, without reading what is between: `text`
 * is JSON, and its items begin at `from`. Places have to be asked about in order. Answers false, too, where a bracket
 * cannot be told apart from one inside of a text by the bytes before it.
 *
 * In JSON a bracket that opens a list follows a colon, a comma or another bracket. After `name":` with a letter before the
 * quote it is one, since no letter stands before a quote that opens a text; after `\":` with one backslash, after `:"` and
 * after anything else it is a letter of a text.
 */
export function sectionOutside(text: Buffer, from: number): (at: number) => boolean {
  let next = text.indexOf(bytes.openList, from)
  let isLost = false
  return (at) => {
    while (!isLost && next !== -1 && next < at) {
      const kind = kindOf(text, next)
      const end = kind === 'list' ? endOfList(text, next) : next
      if (kind === 'unknown' || end === -1 || end > at) isLost = true
      next = text.indexOf(bytes.openList, end + 1)
    }
    return !isLost
  }
}

function kindOf(text: Buffer, at: number): 'list' | 'text' | 'unknown' {
  let before = at - 1
  while (isSpace(text[before] ?? 0)) before -= 1
  const byte = text[before]
  if (byte === bytes.quote) return 'text'
  if (byte !== bytes.colon && byte !== bytes.comma && byte !== bytes.openList) return 'text'
  if (byte !== bytes.colon || before !== at - 1 || text[before - 1] !== bytes.quote) return 'unknown'
  const last = text[before - 2] ?? 0
  if (isLetter(last)) return 'list'
  return last === bytes.backslash && text[before - 3] !== bytes.backslash ? 'text' : 'unknown'
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

/** Of the list that opens at `at`; -1 where it does not end. */
function endOfList(text: Buffer, at: number): number {
  let depth = 0
  for (let here = at; here < text.length; here += 1) {
    const byte = text[here]
    if (byte === bytes.quote) {
      here = endOfText(text, here)
      if (here === -1) return -1
    } else if (byte === bytes.openList) depth += 1
    else if (byte === bytes.closeList && --depth === 0) return here
  }
  return -1
}

function endOfText(text: Buffer, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const byte = text[at]
    if (byte === bytes.quote) return at
    if (byte === bytes.backslash) at += 1
  }
  return -1
}
