// Reads out of the bytes of CloudTrail records what counting asks of them: the inner loop of `CallReader`, which says what it
// guarantees, in WebAssembly with SIMD. AssemblyScript, compiled by scripts/build-call-kernel.mjs into kernel-bytes.ts. It allocates
// nothing: call-kernel.ts has the same layout of its memory, and writes the names of the fields and the log.
import { CLOSE_OBJECT, COMMA, endOfPlain, endOfText, endOfValue, NULL, OPEN_OBJECT, QUOTE, skipSpace, TRUE, ALSE, valueBehind } from './json-bytes'
import { identityAt, lengthOf, rememberIdentity, textsKnown } from './known-texts'
import { fieldAt } from './names'
import { ADDITIONAL_EVENT_DATA, beginParts, endParts, readPart, REQUEST_PARAMETERS, RESPONSE_ELEMENTS } from './parts'
import { ID_HIGH, ID_LENGTH, ID_LOW, IS_UUID, tell, tellNothing, tellOdd, tellText, tellTime, TEXTS_KNOWN } from './told'
import { wholeSecond } from './whole-second'

export { forget, lengthOf, placeOf } from './known-texts'

export const CONTENT: usize = 458_752

// As call-fields.ts numbers them.
const EVENT_ID = 1
const EVENT_TIME = 2
const USER_IDENTITY = 5
const ERROR_MESSAGE = 10
const READ_ONLY = 11
const IS_SAID = ERROR_MESSAGE

/** Reads the object whose brace is at `from`: the place behind it, or 0 where it is no JSON, or too deep to tell. */
export function read(from: usize): usize {
  tellNothing()
  beginParts()
  let seen: u32 = 0
  let at = skipSpace(from + 1)
  while (true) {
    if (load<u8>(at) != QUOTE) return 0
    const name = at + 1
    const end = endOfPlain(name)
    if (load<u8>(end) != QUOTE) {
      // An escape may spell any name.
      tellOdd()
      at = valueBehind(endOfText(end))
      if (at == 0) return 0
      at = endOfValue(at)
    } else {
      at = valueBehind(end)
      if (at == 0) return 0
      const field = fieldAt(name, <u32>(end - name))
      if (field == 0) at = endOfValue(at)
      else {
        if (seen & (1 << field)) tellOdd()
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
  endParts()
  tell(TEXTS_KNOWN, textsKnown())
  return at + 1
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
      tellOdd()
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
  const known = identityAt(at)
  if (known != 0) {
    tell(USER_IDENTITY, known)
    return at + lengthOf(known)
  }
  const end = endOfValue(at)
  if (end == 0) return 0
  const number = tellText(USER_IDENTITY, at, <u32>(end - at))
  if (number != 0) rememberIdentity(at, number)
  return end
}

/** Of what is no text null alone is absent for sure. */
function readOther(at: usize): usize {
  if (load<u32>(at) != NULL) tellOdd()
  return endOfValue(at)
}

/** A text that stands as it is. Some take an empty one for none, and others (a question about Regions) for another one. */
function readText(at: usize, field: u32): usize {
  if (load<u8>(at) != QUOTE) return readOther(at)
  const end = endOfPlain(at + 1)
  if (load<u8>(end) != QUOTE) {
    tellOdd()
    const last = endOfText(end)
    return last == 0 ? 0 : last + 1
  }
  if (end == at + 1) tellOdd()
  else tellText(field, at + 1, <u32>(end - at - 1))
  return end + 1
}

/** Ids differ: there is nothing to remember. */
function readId(at: usize): usize {
  const from = at + 1
  const end = load<u8>(at) == QUOTE ? endOfPlain(from) : 0
  if (end <= from || load<u8>(end) != QUOTE) {
    tellOdd()
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
    tellTime(ms)
    return at + 22
  }
  tellOdd()
  return endOfValue(at)
}
