// Reads the parts of a record that are objects: parameters, answer, additional data (AssemblyScript, see call-kernel.as). Of most it
// asks only whether they may have a name that asks for the whole record. An answer with credentials in the form of AssumeRole's is
// told here: one record of ten may be one. All other forms are left to the whole reading.
import { CLOSE_OBJECT, COMMA, endOfPlain, endOfText, endOfValue, OPEN_LIST, OPEN_OBJECT, QUOTE, skipSpace, valueBehind, valuesRead } from './json-bytes'
import { ACCESS_KEY_ID, ARN, ASSUMED_ROLE_ID, ASSUMED_ROLE_USER, CREDENTIALS, EXPIRATION_NAME, isName, OWN_KEY, PACKED_POLICY_SIZE, ROLE_ARN, ROLE_SESSION_NAME, SAML_PROVIDER, SECRET_ACCESS_KEY, SESSION_TOKEN, tellsMore } from './names'
import { EXPIRATION, HANDS_OUT, KEY_FROM, KEY_LENGTH, OF_ROLE, PARTS_SIZE, ROLE_ID, SESSION_NAME, tell, tellOdd, tellText } from './told'

// As call-fields.ts numbers them.
export const REQUEST_PARAMETERS = 13
export const RESPONSE_ELEMENTS = 14
export const ADDITIONAL_EVENT_DATA = 15
const MAY_HAVE_OWN_KEY = REQUEST_PARAMETERS

/** Lengths of the names that `lookAtParameter` asks about. */
const ASKED_LENGTHS: u64 = (1 << 7) | (1 << 10) | (1 << 12) | (1 << 14) | (1 << 15) | (<u64>1 << 47)
/** More than a value takes beside its bytes where the size of a record is asked for: see `charactersOf` of notable-record.ts. */
const BYTES_PER_VALUE: u32 = 32

let handsOut: bool = false
let hasUser: bool = false
/** The record says more of its credentials than is told of them. */
let saysMore: bool = false
// Where the texts stand that are told of credentials; 0 where there is none.
let key: usize = 0
let role: usize = 0
let name: usize = 0
let roleId: usize = 0
let expiration: usize = 0
let size: u32 = 0

export function beginParts(): void {
  handsOut = false
  hasUser = false
  saysMore = false
  key = 0
  role = 0
  name = 0
  roleId = 0
  expiration = 0
  size = 0
}

/** Once the record is read: fields come in any order. */
export function endParts(): void {
  tell(PARTS_SIZE, size)
  if (!handsOut) return
  if (saysMore || key == 0 || role == 0 || name == 0) {
    tellOdd()
    return
  }
  tell(HANDS_OUT, 1)
  tell(KEY_FROM, <u32>key)
  tell(KEY_LENGTH, <u32>(endOfPlain(key) - key))
  tellPlain(OF_ROLE, role)
  tellPlain(SESSION_NAME, name)
  if (roleId != 0) tellPlain(ROLE_ID, roleId)
  if (expiration != 0) tellPlain(EXPIRATION, expiration)
}

function tellPlain(what: u32, from: usize): void {
  tellText(what, from, <u32>(endOfPlain(from) - from))
}

/** `part` is the field, or the name, of which the object is the value. */
export function readPart(from: usize, part: u32): usize {
  const values = valuesRead()
  const end = readObject(from, part)
  if (part <= <u32>ADDITIONAL_EVENT_DATA) size += <u32>(end - from) + BYTES_PER_VALUE * (valuesRead() - values + 1)
  return end
}

function readObject(from: usize, part: u32): usize {
  let at = skipSpace(from + 1)
  if (load<u8>(at) == CLOSE_OBJECT) return at + 1
  while (true) {
    if (load<u8>(at) != QUOTE) return 0
    const from = at + 1
    let end = endOfPlain(from)
    const isOdd = load<u8>(end) != QUOTE
    if (isOdd) end = endOfText(end)
    at = valueBehind(end)
    if (at == 0) return 0
    const inner = isOdd ? lookAtOdd(part) : lookAt(part, from, <u32>(end - from), at)
    at = inner == 0 ? endOfValue(at) : readPart(at, inner)
    if (at == 0) return 0
    at = skipSpace(at)
    const byte = load<u8>(at)
    if (byte == CLOSE_OBJECT) return at + 1
    if (byte != COMMA) return 0
    at = skipSpace(at + 1)
  }
}

/** An escape may spell any name. */
function lookAtOdd(part: u32): u32 {
  if (part == REQUEST_PARAMETERS) {
    tell(MAY_HAVE_OWN_KEY, 1)
    saysMore = true
  } else tellOdd()
  return 0
}

/** Answers as which part the value is to be read; 0 for most. */
function lookAt(part: u32, from: usize, length: u32, value: usize): u32 {
  switch (part) {
    case REQUEST_PARAMETERS:
      lookAtParameter(from, length, value)
      return 0
    case RESPONSE_ELEMENTS:
      return lookAtAnswer(from, length, value)
    case CREDENTIALS:
      lookAtCredentials(from, length, value)
      return 0
    case ASSUMED_ROLE_USER:
      if (isName(ASSUMED_ROLE_ID, from, length)) roleId = plainOnce(roleId, value)
      else if (!isName(ARN, from, length)) tellOdd()
      return 0
    default:
      if (isName(SAML_PROVIDER, from, length)) tellOdd()
      return 0
  }
}

/** An object's own key, which S3 does not keep, asks for the whole record; others tell of credentials. */
function lookAtParameter(from: usize, length: u32, value: usize): void {
  if (length > 63 || ((ASKED_LENGTHS >> length) & 1) == 0) return
  if (isName(ROLE_ARN, from, length)) role = plainParameter(role, value)
  else if (isName(ROLE_SESSION_NAME, from, length)) name = plainParameter(name, value)
  else if (isName(OWN_KEY, from, length)) tell(MAY_HAVE_OWN_KEY, 1)
  else if (tellsMore(from, length)) saysMore = true
}

/** Calls that hand out nothing may have such parameters in any form. */
function plainParameter(known: usize, value: usize): usize {
  const plain = known == 0 ? plainAt(value) : 0
  if (plain == 0) saysMore = true
  return plain
}

/** What is an object may hold credentials. */
function lookAtAnswer(from: usize, length: u32, value: usize): u32 {
  const first = load<u8>(value)
  if (first == OPEN_OBJECT && isName(CREDENTIALS, from, length) && !handsOut) {
    handsOut = true
    return CREDENTIALS
  }
  if (first == OPEN_OBJECT && isName(ASSUMED_ROLE_USER, from, length) && !hasUser) {
    hasUser = true
    return ASSUMED_ROLE_USER
  }
  if (first == OPEN_OBJECT || first == OPEN_LIST) tellOdd()
  else if (!isName(PACKED_POLICY_SIZE, from, length)) saysMore = true
  return 0
}

function lookAtCredentials(from: usize, length: u32, value: usize): void {
  if (isName(ACCESS_KEY_ID, from, length)) key = plainOnce(key, value)
  else if (isName(EXPIRATION_NAME, from, length)) expiration = plainOnce(expiration, value)
  else if (!isName(SESSION_TOKEN, from, length) && !isName(SECRET_ACCESS_KEY, from, length)) tellOdd()
}

function plainOnce(known: usize, value: usize): usize {
  const plain = known == 0 ? plainAt(value) : 0
  if (plain == 0) tellOdd()
  return plain
}

/** Where the text begins that is the value, if it stands as it is and is not empty; otherwise 0. */
function plainAt(value: usize): usize {
  if (load<u8>(value) != QUOTE) return 0
  const end = endOfPlain(value + 1)
  return load<u8>(end) == QUOTE && end > value + 1 ? value + 1 : 0
}
