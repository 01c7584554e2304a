// JSON as bytes (AssemblyScript, see call-kernel.as): where its parts end, as JSON.parse has it. 0 stands for no place. What is not
// JSON is found by one rule: the text is followed by zeros, which stand in no JSON, so no end of it has to be looked for.

export const QUOTE = 0x22
const BACKSLASH = 0x5c
export const COMMA = 0x2c
const COLON = 0x3a
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
export const NULL: u32 = 0x6c6c756e
export const TRUE: u32 = 0x65757274
export const ALSE: u32 = 0x65736c61

/** All ones where the byte stands. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function all(letters: v128, byte: i32): v128 {
  return i8x16.eq(letters, i8x16.splat(<i8>byte))
}

export function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at)
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return at
    at += 1
  }
}

/** The first letter that does not stand for itself alone: a quote, a backslash, a control character, what is not of ASCII. */
export function endOfPlain(at: usize): usize {
  while (true) {
    const letters = v128.load(at)
    const odd = v128.or(
      v128.or(all(letters, QUOTE), all(letters, BACKSLASH)),
      // As signed numbers those beyond ASCII are below zero.
      v128.or(i8x16.lt_s(letters, i8x16.splat(0x20)), all(letters, 0x7f)),
    )
    const places = i8x16.bitmask(odd)
    if (places != 0) return at + ctz(places)
    at += 16
  }
}

/** Where the quote stands that ends the text; 0 where JSON.parse refuses it. */
export function endOfText(at: usize): usize {
  while (true) {
    const letters = v128.load(at)
    const odd = v128.or(
      v128.or(all(letters, QUOTE), all(letters, BACKSLASH)),
      i8x16.lt_u(letters, i8x16.splat(0x20)),
    )
    const places = i8x16.bitmask(odd)
    if (places == 0) {
      at += 16
      continue
    }
    at += ctz(places)
    const byte = load<u8>(at)
    if (byte == QUOTE) return at
    at = byte == BACKSLASH ? behindEscape(at + 1) : 0
    if (at == 0) return 0
  }
}

function behindEscape(at: usize): usize {
  switch (load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1
    case 0x75:
      return isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 5 : 0
    default:
      return 0
  }
}

function isHex(at: usize): bool {
  const byte = <u32>load<u8>(at)
  return byte - 48 < 10 || (byte | 0x20) - 97 < 6
}

/** Where the value begins that belongs to the name whose last quote is at `quote`; 0 where none does. */
export function valueBehind(quote: usize): usize {
  if (quote == 0) return 0
  const colon = skipSpace(quote + 1)
  return load<u8>(colon) == COLON ? skipSpace(colon + 1) : 0
}

function valueAfterName(at: usize): usize {
  return load<u8>(at) == QUOTE ? valueBehind(endOfText(at + 1)) : 0
}

let values: u32 = 0

/** How many values `endOfValue` has passed, those within others too. */
export function valuesRead(): u32 {
  return values
}

/** The place behind the JSON value that begins at `at`; 0 where it is none, or nested deeper than anything that services write. */
export function endOfValue(at: usize): usize {
  // Of the containers around a place, the innermost last: whether it is an object.
  let objects: u64 = 0
  let depth = 0
  while (true) {
    values += 1
    const byte = load<u8>(at)
    if (byte == OPEN_OBJECT || byte == OPEN_LIST) {
      if (depth == 64) return 0
      at = skipSpace(at + 1)
      // `}` and `]` are two behind `{` and `[`.
      if (load<u8>(at) != byte + 2) {
        objects = (objects << 1) | u64(byte == OPEN_OBJECT)
        depth += 1
        if (byte == OPEN_OBJECT) {
          at = valueAfterName(at)
          if (at == 0) return 0
        }
        continue
      }
      at += 1
    } else {
      at = byte == QUOTE ? behindText(at + 1) : endOfWord(at)
      if (at == 0) return 0
    }
    while (true) {
      if (depth == 0) return at
      const isObject = (objects & 1) != 0
      at = skipSpace(at)
      const next = load<u8>(at)
      if (next == COMMA) {
        at = skipSpace(at + 1)
        if (isObject) {
          at = valueAfterName(at)
          if (at == 0) return 0
        }
        break
      }
      if (next != (isObject ? CLOSE_OBJECT : CLOSE_LIST)) return 0
      objects >>= 1
      depth -= 1
      at += 1
    }
  }
}

function behindText(at: usize): usize {
  const end = endOfText(at)
  return end == 0 ? 0 : end + 1
}

/** true, false, null or a number. */
function endOfWord(at: usize): usize {
  const word = load<u32>(at)
  if (word == TRUE || word == NULL) return at + 4
  if (load<u8>(at) == 0x66) return load<u32>(at + 1) == ALSE ? at + 5 : 0
  return endOfNumber(at)
}

function endOfNumber(from: usize): usize {
  const first = load<u8>(from) == 0x2d ? from + 1 : from
  let at = load<u8>(first) == 0x30 ? first + 1 : endOfDigits(first)
  if (at == 0) return 0
  if (load<u8>(at) == 0x2e) at = endOfDigits(at + 1)
  if (at == 0) return 0
  if ((load<u8>(at) | 0x20) != 0x65) return at
  const sign = load<u8>(at + 1)
  return endOfDigits(sign == 0x2d || sign == 0x2b ? at + 2 : at + 1)
}

/** 0 where there is none. */
function endOfDigits(from: usize): usize {
  let at = from
  while (<u32>load<u8>(at) - 48 < 10) at += 1
  return at == from ? 0 : at
}
