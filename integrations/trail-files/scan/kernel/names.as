// The names that are asked for (AssemblyScript, see call-kernel.as). JavaScript writes them: fields of a record as call-fields.ts
// numbers them, then those that they have inside, in the order of `innerNames` in call-kernel.ts.
import { isSame } from './known-texts'

/** By slot, the number of a field. */
const FIELD_SLOTS: usize = 0
const FIELD_SLOTS_MASK: u32 = 1_023
/** A row a name, of its length and, eight bytes on, its letters. */
const NAMES: usize = 1_024
const NAME_SHIFT: usize = 6

export const OWN_KEY = 17
export const SAML_PROVIDER = 18
export const ROLE_ARN = 19
export const ROLE_SESSION_NAME = 20
const SOURCE_IDENTITY = 21
const PROVIDER_ID = 25
export const CREDENTIALS = 26
export const ASSUMED_ROLE_USER = 27
export const PACKED_POLICY_SIZE = 28
export const ACCESS_KEY_ID = 29
export const SESSION_TOKEN = 30
export const SECRET_ACCESS_KEY = 31
export const EXPIRATION_NAME = 32
export const ASSUMED_ROLE_ID = 33
export const ARN = 34

export function fieldAt(name: usize, length: u32): u32 {
  const slot = (<u32>load<u8>(name, 3) + 7 * <u32>load<u8>(name, 5) + length) & FIELD_SLOTS_MASK
  const field = <u32>load<u8>(FIELD_SLOTS + slot)
  return field != 0 && isName(field, name, length) ? field : 0
}

export function isName(number: u32, name: usize, length: u32): bool {
  const row = NAMES + (<usize>number << NAME_SHIFT)
  return load<u32>(row) == length && isSame(row + 8, name, length)
}

/** Parameters that say more of the credentials than the role and the session's name. */
export function tellsMore(name: usize, length: u32): bool {
  for (let number = SOURCE_IDENTITY; number <= PROVIDER_ID; number += 1) if (isName(number, name, length)) return true
  return false
}
