const isoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
/** Newer Java writes U+202F before AM and PM; `\s` covers it. */
const american = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)\s([AP]M)$/
/** What data lakes and Logs Insights make of it: UTC, with or without a fraction. */
const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?:Z| UTC)?$/
const offset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:?\d\d$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Times as CloudTrail writes them, as ISO in UTC: `2026-03-01T10:00:00Z` (kept as it is), with an offset,
 * `20131102T010628Z` in old records, `Oct 2, 2019, 11:12:29 PM` in what STS answered, `2026-03-01 10:00:00.000` where a
 * store has read it before. null for anything else.
 */
export function parseAwsTime(text: string): string | null {
  if (isWholeSecondUtc(text)) return text
  if (isoUtc.test(text)) return toIso(text) === null ? null : text
  const parts = compact.exec(text)
  if (parts) {
    const [, year, month, day, hour, minute, second] = parts
    return toIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  }
  const words = american.exec(text)
  if (words) return fromAmerican(words)
  const apart = spaced.exec(text)
  if (apart) return toIso(`${apart[1]}T${apart[2]}${(apart[3] ?? '').slice(0, 4)}Z`)
  return offset.test(text) ? toIso(text) : null
}

/** Length of `2026-03-01T10:00:00Z`, and where its digits and its marks stand. */
const wholeSecondLength = 20
const marks = '    -  -  T  :  :  Z'

/**
 * The form of nearly every record, known by its characters alone: Date.parse and toISOString were a tenth of all reading,
 * and a record has two such times.
 */
function isWholeSecondUtc(text: string): boolean {
  if (text.length !== wholeSecondLength) return false
  for (let at = 0; at < wholeSecondLength; at++) {
    const code = text.charCodeAt(at)
    const mark = marks.charCodeAt(at)
    if (mark === 32 ? code < 48 || code > 57 : code !== mark) return false
  }
  const isMinute = text.charCodeAt(14) < 54 && text.charCodeAt(17) < 54
  return isMinute && isWithin(text, 11, 0, 23) && isWithin(text, 5, 1, 12) && isDay(text)
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** February 29 is left to the calendar in Date. */
function isDay(text: string): boolean {
  const month = (text.charCodeAt(5) - 48) * 10 + text.charCodeAt(6) - 48
  return isWithin(text, 8, 1, monthDays[month - 1] ?? 0) || (text.slice(5, 10) === '02-29' && toIso(text) !== null)
}

/** True where the two digits at `at` lie within both bounds. */
function isWithin(text: string, at: number, least: number, most: number): boolean {
  const value = (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
  return value >= least && value <= most
}

function fromAmerican([, name = '', day = '', year, hour, minute, second, half]: RegExpExecArray): string | null {
  const month = months.indexOf(name) + 1
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0)
  return toIso(`${year}-${twoDigits(month)}-${twoDigits(Number(day))}T${twoDigits(hours)}:${minute}:${second}Z`)
}

function toIso(text: string): string | null {
  const at = Date.parse(text)
  if (Number.isNaN(at)) return null
  const iso = new Date(at).toISOString()
  // Date.parse takes February 30 for March 2, and hour 24 for the next day: such a time is none.
  const isReal = !text.endsWith('Z') || iso.slice(0, 19) === text.slice(0, 19)
  // An offset can carry the time out of the years that ISO writes with four digits.
  return isReal && iso.length === 24 ? iso.replace('.000Z', 'Z') : null
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
