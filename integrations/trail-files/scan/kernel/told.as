// What is told of the record that was read last (AssemblyScript, see call-kernel.as): by four bytes a place, as call-kernel.ts
// looks them up. 1 to 16 are the places of the fields, as call-fields.ts numbers them; texts and the identity are told by number.
import { intern } from './known-texts'

const OUT: usize = 4_096
const OUT_BYTES: usize = 160
const OUT_TIME: usize = OUT + 256

const IS_ODD = 0
export const ID_LENGTH = 24
export const IS_UUID = 25
export const ID_LOW = 26
export const ID_HIGH = 27
export const TEXTS_KNOWN = 28
export const HANDS_OUT = 29
export const KEY_FROM = 30
export const KEY_LENGTH = 31
export const OF_ROLE = 32
export const SESSION_NAME = 33
export const ROLE_ID = 34
export const EXPIRATION = 35
export const PARTS_SIZE = 36

export function tellNothing(): void {
  for (let at: usize = OUT; at < OUT + OUT_BYTES; at += 16) v128.store(at, i64x2.splat(0))
  tellTime(NaN)
}

export function tell(what: u32, value: u32): void {
  store<u32>(OUT + (<usize>what << 2), value)
}

export function tellTime(ms: f64): void {
  store<f64>(OUT_TIME, ms)
}

/** The record is to be read whole. */
export function tellOdd(): void {
  tell(IS_ODD, 1)
}

/** Tells a text by its number, and answers it; 0 where it has none. */
export function tellText(what: u32, from: usize, length: u32): u32 {
  const number = intern(from, length)
  if (number == 0) tellOdd()
  else tell(what, number)
  return number
}
