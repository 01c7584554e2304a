const zero = 0x30
const marks = Buffer.from('    -  -  T  :  :  Z')
const space = 0x20
export const wholeSecondBytes = marks.length

/** The day that was asked for last, as a number: times come in runs of one day. */
let lastDay = -1
let lastDayMs = 0

/**
 * Milliseconds since the epoch of `2026-03-01T10:00:00Z`, the form of nearly every time in a log; NaN for all other forms, for
 * what is no time, and for February 29, which asks for a calendar: `parseAwsTime` knows them all.
 */
export function wholeSecondMs(content: Uint8Array, from: number): number {
  for (let at = 0; at < wholeSecondBytes; at += 1) {
    const byte = content[from + at] ?? 0
    const mark = marks[at] ?? 0
    if (mark === space ? byte < zero || byte > zero + 9 : byte !== mark) return Number.NaN
  }
  const hours = two(content, from + 11)
  const minutes = two(content, from + 14)
  const seconds = two(content, from + 17)
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN
  const year = two(content, from) * 100 + two(content, from + 2)
  return dayMs(year, two(content, from + 5), two(content, from + 8)) + (hours * 3_600 + minutes * 60 + seconds) * 1_000
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function dayMs(year: number, month: number, day: number): number {
  const number = (year * 100 + month) * 100 + day
  if (number === lastDay) return lastDayMs
  if (day < 1 || day > (monthDays[month - 1] ?? 0)) return Number.NaN
  lastDay = number
  // Date.UTC takes the years up to 99 for those of the last century.
  lastDayMs = year < 100 ? Number.NaN : Date.UTC(year, month - 1, day)
  return lastDayMs
}

function two(content: Uint8Array, at: number): number {
  return ((content[at] ?? 0) - zero) * 10 + (content[at + 1] ?? 0) - zero
}
