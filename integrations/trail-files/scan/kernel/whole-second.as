// Times as bytes (AssemblyScript, see call-kernel.as).

/** Milliseconds since the epoch of `2026-03-01T10:00:00Z`; NaN for all other forms, for what is no time, and for February 29. */
export function wholeSecond(from: usize): f64 {
  const isMarked =
    load<u8>(from, 4) == 45 &&
    load<u8>(from, 7) == 45 &&
    load<u8>(from, 10) == 84 &&
    load<u8>(from, 13) == 58 &&
    load<u8>(from, 16) == 58 &&
    load<u8>(from, 19) == 90 &&
    load<u8>(from, 20) == 0x22
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
