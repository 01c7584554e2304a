import { bytes } from '../json-grammar.js'

/** Deeper nesting is left to whoever reads the whole. */
const maxDepth = 64
/** Of the containers around a place; one skip is done before the next begins. */
const open = new Uint8Array(maxDepth)

/** What a byte means inside of a text: 0 is part of it, 1 ends it, 2 begins an escape, 3 may not stand there. */
const inText = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === bytes.quote ? 1 : byte === bytes.backslash ? 2 : byte < 0x20 ? 3 : 0,
)
const escapes = new Set(Buffer.from('"\\/bfnrt'))
const letterU = 0x75

/** The space that JSON allows between its parts; less than what `isSpace` passes over between values. */
export function skipSpace(text: Uint8Array, from: number): number {
  // Nearly always there is none.
  return (text[from] ?? 0) > bytes.space ? from : behindSpace(text, from)
}

function behindSpace(text: Uint8Array, from: number): number {
  for (let at = from; ; at += 1) {
    const byte = text[at]
    if (byte !== bytes.space && byte !== bytes.newline && byte !== bytes.carriageReturn && byte !== 0x09) return at
  }
}

/** Where the quote stands that ends the text which begins at `from`, behind its first quote; -1 where JSON.parse refuses it. */
export function endOfText(text: Uint8Array, from: number): number {
  const length = text.length
  for (let at = from; at < length; at += 1) {
    const kind = inText[text[at] ?? 0]
    if (kind === 0) continue
    if (kind === 1) return at
    at = kind === 2 ? endOfEscape(text, at + 1) : -1
    if (at === -1) return -1
  }
  return -1
}

/** The last byte of the escape whose backslash is before `at`; -1 where it is none. */
function endOfEscape(text: Uint8Array, at: number): number {
  const byte = text[at] ?? 0
  if (byte !== letterU) return escapes.has(byte) ? at : -1
  for (let digit = at + 1; digit <= at + 4; digit += 1) if (!isHexDigit(text[digit] ?? 0)) return -1
  return at + 4
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/**
 * Where the JSON value ends that begins at `from`: the place behind it. -1 where JSON.parse would refuse it, where the bytes end
 * before it does, and where it is nested deeper than anything that services write. Says nothing about what comes behind.
 */
export function endOfValue(text: Uint8Array, from: number): number {
  let at = from
  let depth = 0
  for (;;) {
    const byte = text[at] ?? 0
    if (byte === bytes.openObject || byte === bytes.openList) {
      if (depth === maxDepth) return -1
      open[depth] = byte
      depth += 1
      at = skipSpace(text, at + 1)
      const isEmpty = text[at] === byte + 2
      if (!isEmpty) {
        if (byte === bytes.openObject) at = valueAfterName(text, at)
        if (at === -1) return -1
        continue
      }
      depth -= 1
      at += 1
    } else {
      at = byte === bytes.quote ? behindText(text, at + 1) : endOfWord(text, at)
      if (at === -1) return -1
    }
    // Behind a value: the ends of what is around it, or the next one.
    for (;;) {
      if (depth === 0) return at
      const container = open[depth - 1] ?? 0
      at = skipSpace(text, at)
      if (text[at] === bytes.comma) {
        at = skipSpace(text, at + 1)
        if (container === bytes.openObject) at = valueAfterName(text, at)
        if (at === -1) return -1
        break
      }
      // `}` and `]` are two behind `{` and `[`.
      if (text[at] !== container + 2) return -1
      depth -= 1
      at += 1
    }
  }
}

function behindText(text: Uint8Array, from: number): number {
  const end = endOfText(text, from)
  return end === -1 ? -1 : end + 1
}

/** Where the value begins that belongs to the name whose first quote is at `at`; -1 where no name is. */
function valueAfterName(text: Uint8Array, at: number): number {
  return text[at] === bytes.quote ? valueBehind(text, endOfText(text, at + 1)) : -1
}

/** The same, of the name whose last quote is at `quote`; -1 is handed on. */
export function valueBehind(text: Uint8Array, quote: number): number {
  if (quote === -1) return -1
  const colon = skipSpace(text, quote + 1)
  return text[colon] === bytes.colon ? skipSpace(text, colon + 1) : -1
}

const [trueWord, falseWord, nullWord] = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')]

/** true, false, null or a number. */
function endOfWord(text: Uint8Array, from: number): number {
  switch (text[from]) {
    case 0x74:
      return isAt(text, from, trueWord) ? from + 4 : -1
    case 0x66:
      return isAt(text, from, falseWord) ? from + 5 : -1
    case 0x6e:
      return isAt(text, from, nullWord) ? from + 4 : -1
    default:
      return endOfNumber(text, from)
  }
}

export function isAt(text: Uint8Array, from: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at += 1) if (text[from + at] !== word[at]) return false
  return true
}

const minus = 0x2d
const plus = 0x2b
const point = 0x2e
const zero = 0x30

function endOfNumber(text: Uint8Array, from: number): number {
  const first = text[from] === minus ? from + 1 : from
  let at = text[first] === zero ? first + 1 : endOfDigits(text, first)
  if (at === -1) return -1
  if (text[at] === point) at = endOfDigits(text, at + 1)
  if (at === -1) return -1
  const mark = text[at]
  if (mark !== 0x65 && mark !== 0x45) return at
  const sign = text[at + 1]
  return endOfDigits(text, sign === minus || sign === plus ? at + 2 : at + 1)
}

/** -1 where there is none. */
function endOfDigits(text: Uint8Array, from: number): number {
  let at = from
  while (isDigit(text[at] ?? 0)) at += 1
  return at === from ? -1 : at
}
