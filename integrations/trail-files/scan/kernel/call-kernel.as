// Reads out of the bytes of CloudTrail records what counting asks of them: the inner loop of `CallReader`, which says what it
// guarantees and has the numbers of the fields. AssemblyScript, compiled to WebAssembly with SIMD by
// scripts/build-call-kernel.mjs into call-kernel-bytes.ts. It allocates nothing; memory is laid out below.
//
// What is not JSON is found by one rule: the text is followed by zeros, which stand in no JSON, so no end has to be looked at.

/** Written by JavaScript: by slot, the number of a field. */
const FIELD_SLOTS: usize = 0
const FIELD_SLOTS_MASK: u32 = 1_023
/** Written by JavaScript: a row a name, of its length and, eight bytes on, its letters. */
const NAMES: usize = 1_024
const NAME_SHIFT: usize = 6
const OUT: usize = 4_096
const OUT_TIME: usize = OUT + 128
/** Of the texts that were met: open addressing, a number each, 0 for none. */
const SLOTS: usize = 8_192
const SLOTS_MASK: u32 = 32_767
const MOST_PROBES: u32 = 16
/** A text's hash, place and length. */
const TEXTS: usize = SLOTS + 131_072
const TEXT_SHIFT: usize = 4
const MOST_TEXTS: u32 = 16_383
/** Of identities, the last one of each sample: its number. */
const IDENTITIES: usize = TEXTS + 262_144
const IDENTITIES_MASK: u32 = 4_095
const SAMPLE_BYTES: u32 = 256
export const CONTENT: usize = 458_752

// As call-fields.ts numbers them.
const EVENT_ID = 1
const EVENT_TIME = 2
const USER_IDENTITY = 5
const ERROR_MESSAGE = 10
const READ_ONLY = 11
const REQUEST_PARAMETERS = 13
const RESPONSE_ELEMENTS = 14
const ADDITIONAL_EVENT_DATA = 15
const OWN_KEY = 16
const SAML_PROVIDER = 17

// Places of what is told, by four bytes: 1 to 15 are those of the fields. Texts and the identity by number.
const IS_ODD = 0
const IS_SAID = ERROR_MESSAGE
const MAY_HAVE_OWN_KEY = REQUEST_PARAMETERS
const ID_LENGTH = 16
const IS_UUID = 17
const ID_LOW = 18
const ID_HIGH = 19
const TEXTS_KNOWN = 20

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const NULL: u32 = 0x6c6c756e
const TRUE: u32 = 0x65757274
const ALSE: u32 = 0x65736c61

let texts: u32 = 0
let isOdd: bool = false

/** Forgets all texts. To be called before the bytes behind CONTENT change. */
export function forget(): void {
  memory.fill(SLOTS, 0, (SLOTS_MASK + 1) << 2)
  memory.fill(IDENTITIES, 0, (IDENTITIES_MASK + 1) << 2)
  texts = 0
}

export function placeOf(text: u32): u32 {
  return load<u32>(TEXTS + (<usize>text << TEXT_SHIFT), 4)
}

export function lengthOf(text: u32): u32 {
  return load<u32>(TEXTS + (<usize>text << TEXT_SHIFT), 8)
}

/** Reads the object whose brace is at `from`: the place behind it, or 0 where it is no JSON, or too deep to tell. */
export function read(from: usize): usize {
  for (let at: usize = OUT; at < OUT + 80; at += 16) v128.store(at, i64x2.splat(0))
  isOdd = false
  store<f64>(OUT_TIME, NaN)
  let seen: u32 = 0
  let at = skipSpace(from + 1)
  while (true) {
    if (load<u8>(at) != QUOTE) return 0
    const name = at + 1
    const end = endOfPlain(name)
    if (load<u8>(end) != QUOTE) {
      // An escape may spell any name.
      isOdd = true
      at = valueBehind(endOfText(end))
      if (at == 0) return 0
      at = endOfValue(at)
    } else {
      at = valueBehind(end)
      if (at == 0) return 0
      const field = fieldAt(name, <u32>(end - name))
      if (field == 0) at = endOfValue(at)
      else {
        if (seen & (1 << field)) isOdd = true
        seen |= 1 << field
        at = readField(at, field)
      }
    }
    if (at == 0) return 0
    at = skipSpace(at)
    const byte = load<u8>(at)
    if (byte == CLOSE_OBJECT) break
    if (byte != COMMA) return 0
    at = skipSpace(at + 1)
  }
  tell(IS_ODD, <u32>isOdd)
  tell(TEXTS_KNOWN, texts)
  return at + 1
}

function fieldAt(name: usize, length: u32): u32 {
  const slot = (<u32>load<u8>(name, 3) + 7 * <u32>load<u8>(name, 5) + length) & FIELD_SLOTS_MASK
  const field = <u32>load<u8>(FIELD_SLOTS + slot)
  return field != 0 && isName(field, name, length) ? field : 0
}

function isName(field: u32, name: usize, length: u32): bool {
  const row = NAMES + (<usize>field << NAME_SHIFT)
  return load<u32>(row) == length && isSame(row + 8, name, length)
}

function readField(at: usize, field: u32): usize {
  const first = load<u8>(at)
  switch (field) {
    case EVENT_ID:
      return readId(at)
    case EVENT_TIME:
      return readTime(at)
    case USER_IDENTITY: {
      if (first == OPEN_OBJECT) return readIdentity(at)
      isOdd = true
      return endOfValue(at)
    }
    case ERROR_MESSAGE: {
      if (first != QUOTE) return readOther(at)
      const end = endOfText(at + 1)
      if (end == 0) return 0
      if (end > at + 1) tell(IS_SAID, 1)
      return end + 1
    }
    case READ_ONLY: {
      if (load<u32>(at) == TRUE) {
        tell(READ_ONLY, 1)
        return at + 4
      }
      if (first != 0x66 || load<u32>(at + 1) != ALSE) return readOther(at)
      tell(READ_ONLY, 2)
      return at + 5
    }
    case REQUEST_PARAMETERS:
    case RESPONSE_ELEMENTS:
    case ADDITIONAL_EVENT_DATA:
      // A part may be JSON in a text as well.
      return first == OPEN_OBJECT ? readPart(at, field) : readOther(at)
    default:
      return readText(at, field)
  }
}

/**
 * One credential makes many calls, and its identity is the same text in all of them: what begins with the bytes of one that was
 * read before is that one, and ends where it did, since a JSON object ends where its bytes say.
 */
function readIdentity(at: usize): usize {
  const sample = IDENTITIES + (<usize>(hashOf(at, SAMPLE_BYTES) & IDENTITIES_MASK) << 2)
  const known = load<u32>(sample)
  if (known != 0 && isSame(placeOf(known), at, lengthOf(known))) {
    tell(USER_IDENTITY, known)
    return at + lengthOf(known)
  }
  const end = endOfValue(at)
  if (end == 0) return 0
  tellNumber(USER_IDENTITY, at, <u32>(end - at))
  store<u32>(sample, load<u32>(OUT + (USER_IDENTITY << 2)))
  return end
}

/** Of what is no text null alone is absent for sure. */
function readOther(at: usize): usize {
  if (load<u32>(at) != NULL) isOdd = true
  return endOfValue(at)
}

/** A text that stands as it is. Some take an empty one for none, and others (a question about Regions) for another one. */
function readText(at: usize, field: u32): usize {
  if (load<u8>(at) != QUOTE) return readOther(at)
  const end = endOfPlain(at + 1)
  if (load<u8>(end) != QUOTE) {
    isOdd = true
    const last = endOfText(end)
    return last == 0 ? 0 : last + 1
  }
  if (end == at + 1) isOdd = true
  else tellNumber(field, at + 1, <u32>(end - at - 1))
  return end + 1
}

/**
 * Whether the parameters may have a name that asks for the whole record: a key that S3 does not keep, the provider of a
 * sign-in; and whether an answer may hold credentials, which are an object.
 */
function readPart(from: usize, field: u32): usize {
  let at = skipSpace(from + 1)
  if (load<u8>(at) == CLOSE_OBJECT) return at + 1
  while (true) {
    if (load<u8>(at) != QUOTE) return 0
    const name = at + 1
    let end = endOfPlain(name)
    let isAsked = load<u8>(end) != QUOTE
    if (isAsked) end = endOfText(end)
    at = valueBehind(end)
    if (at == 0) return 0
    const length = <u32>(end - name)
    if (field == RESPONSE_ELEMENTS) {
      const first = load<u8>(at)
      if (first == OPEN_OBJECT || first == OPEN_LIST) isAsked = true
    } else if (field == REQUEST_PARAMETERS) isAsked = isAsked || isName(OWN_KEY, name, length)
    else isAsked = isAsked || isName(SAML_PROVIDER, name, length)
    if (isAsked) {
      if (field == REQUEST_PARAMETERS) tell(MAY_HAVE_OWN_KEY, 1)
      else isOdd = true
    }
    at = endOfValue(at)
    if (at == 0) return 0
    at = skipSpace(at)
    const byte = load<u8>(at)
    if (byte == CLOSE_OBJECT) return at + 1
    if (byte != COMMA) return 0
    at = skipSpace(at + 1)
  }
}

/** Ids differ: there is nothing to remember. */
function readId(at: usize): usize {
  const from = at + 1
  const end = load<u8>(at) == QUOTE ? endOfPlain(from) : 0
  if (end <= from || load<u8>(end) != QUOTE) {
    isOdd = true
    return endOfValue(at)
  }
  tell(EVENT_ID, <u32>from)
  tell(ID_LENGTH, <u32>(end - from))
  if (end == from + 36) readUuid(from)
  return end + 1
}

/** As `fingerprint` of shared-id-set.ts has it. */
function readUuid(from: usize): void {
  let a: u32 = 0
  let b: u32 = 0x6a09e667
  let word: u32 = 0
  let digits = 0
  for (let at: usize = 0; at < 36; at += 1) {
    const code = <u32>load<u8>(from + at)
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (code != 45) return
      continue
    }
    const letter = code - 97
    const digit = letter < 6 ? letter + 10 : code - 48
    if (digit > 15 || (letter >= 6 && digit > 9)) return
    word = (word << 4) | digit
    digits += 1
    if ((digits & 7) == 0) {
      a = mixed(a ^ word, 0x85ebca6b)
      b = mixed(b + word * 0x27d4eb2f, 0xc2b2ae35) ^ (a >> 7)
      word = 0
    }
  }
  tell(IS_UUID, 1)
  tell(ID_LOW, a)
  tell(ID_HIGH, b)
}

function mixed(value: u32, factor: u32): u32 {
  const once = (value ^ (value >> 16)) * factor
  const twice = (once ^ (once >> 13)) * 0x9e3779b1
  return twice ^ (twice >> 16)
}

/** `"2026-03-01T10:00:00Z"`, the form of nearly every time; all others, and February 29, are left to the whole reading. */
function readTime(at: usize): usize {
  const ms = load<u8>(at) == QUOTE ? wholeSecond(at + 1) : NaN
  if (ms == ms) {
    store<f64>(OUT_TIME, ms)
    return at + 22
  }
  isOdd = true
  return endOfValue(at)
}

function wholeSecond(from: usize): f64 {
  const isMarked =
    load<u8>(from, 4) == 45 &&
    load<u8>(from, 7) == 45 &&
    load<u8>(from, 10) == 84 &&
    load<u8>(from, 13) == 58 &&
    load<u8>(from, 16) == 58 &&
    load<u8>(from, 19) == 90 &&
    load<u8>(from, 20) == QUOTE
  if (!isMarked) return NaN
  const year = two(from) * 100 + two(from + 2)
  const month = two(from + 5)
  const day = two(from + 8)
  const hours = two(from + 11)
  const minutes = two(from + 14)
  const seconds = two(from + 17)
  if (year < 100 || year > 9_999 || month < 1 || month > 12 || hours > 23 || minutes > 59 || seconds > 59) return NaN
  const days: u32 = month == 2 ? 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  if (day < 1 || day > days) return NaN
  // Days since 0000-03-01, with February the last month of its year: its length shifts nothing then.
  const shifted = month > 2 ? month - 3 : month + 9
  const y = month > 2 ? year : year - 1
  const since = 365 * y + y / 4 - y / 100 + y / 400 + (153 * shifted + 2) / 5 + day - 1
  const ofDay = hours * 3_600 + minutes * 60 + seconds
  return (<f64>(<i32>since - 719_468)) * 86_400_000 + <f64>ofDay * 1_000
}

/** More than any number that is asked for, where they are no digits. */
function two(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 48
  const ones = <u32>load<u8>(at, 1) - 48
  return tens > 9 || ones > 9 ? 20_000 : tens * 10 + ones
}

function tell(what: u32, value: u32): void {
  store<u32>(OUT + (<usize>what << 2), value)
}

function tellNumber(field: u32, from: usize, length: u32): void {
  const number = intern(from, length)
  if (number == 0) isOdd = true
  else tell(field, number)
}

/** One number for equal texts. 0 where so many others have its places that looking would take long: logs may be made for that. */
function intern(from: usize, length: u32): u32 {
  const hash = hashOf(from, length)
  for (let probe: u32 = 0; probe < MOST_PROBES; probe += 1) {
    const slot = SLOTS + (<usize>((hash + probe) & SLOTS_MASK) << 2)
    const number = load<u32>(slot)
    if (number == 0) {
      if (texts == MOST_TEXTS) return 0
      texts += 1
      store<u32>(slot, texts)
      const row = TEXTS + (<usize>texts << TEXT_SHIFT)
      store<u32>(row, hash)
      store<u32>(row, <u32>from, 4)
      store<u32>(row, length, 8)
      return texts
    }
    const row = TEXTS + (<usize>number << TEXT_SHIFT)
    if (load<u32>(row) == hash && load<u32>(row, 8) == length && isSame(load<u32>(row, 4), from, length)) return number
  }
  return 0
}

function hashOf(from: usize, length: u32): u32 {
  let hash: u64 = length
  let at = from
  for (; length >= 8; length -= 8) {
    hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15
    hash ^= hash >> 29
    at += 8
  }
  if (length > 0) {
    hash = (hash ^ (load<u64>(at) & ((<u64>1 << (length << 3)) - 1))) * 0x9e3779b97f4a7c15
    hash ^= hash >> 29
  }
  return <u32>(hash ^ (hash >> 32))
}

function isSame(a: usize, b: usize, length: u32): bool {
  let at: usize = 0
  for (; length >= 16; length -= 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false
    at += 16
  }
  for (; length > 0; length -= 1) {
    if (load<u8>(a + at) != load<u8>(b + at)) return false
    at += 1
  }
  return true
}

/** All ones where the byte stands. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function all(letters: v128, byte: i32): v128 {
  return i8x16.eq(letters, i8x16.splat(<i8>byte))
}

function skipSpace(at: usize): usize {
  while (true) {
    const byte = load<u8>(at)
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return at
    at += 1
  }
}

/** The first letter that does not stand for itself alone: a quote, a backslash, a control character, what is not of ASCII. */
function endOfPlain(at: usize): usize {
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
function endOfText(at: usize): usize {
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
function valueBehind(quote: usize): usize {
  if (quote == 0) return 0
  const colon = skipSpace(quote + 1)
  return load<u8>(colon) == COLON ? skipSpace(colon + 1) : 0
}

function valueAfterName(at: usize): usize {
  return load<u8>(at) == QUOTE ? valueBehind(endOfText(at + 1)) : 0
}

/** The place behind the JSON value that begins at `at`; 0 where it is none, or nested deeper than anything that services write. */
function endOfValue(at: usize): usize {
  // Of the containers around a place, the innermost last: whether it is an object.
  let objects: u64 = 0
  let depth = 0
  while (true) {
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

const CLOSE_LIST = 0x5d

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
