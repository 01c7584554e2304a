const isoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
/** Newer Java writes U+202F before AM and PM; `\s` covers it. */
const american = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)\s([AP]M)$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * Times as CloudTrail writes them, as ISO in UTC: `2026-03-01T10:00:00Z` (kept as it is), with an offset,
 * `20131102T010628Z` in old records, `Oct 2, 2019, 11:12:29 PM` in what STS answered. null for anything else.
 */
export function parseAwsTime(text: string): string | null {
  if (isoUtc.test(text)) return toIso(text) === null ? null : text
  const parts = compact.exec(text)
  if (parts) {
    const [, year, month, day, hour, minute, second] = parts
    return toIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  }
  const words = american.exec(text)
  if (words) return fromAmerican(words)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:?\d\d$/.test(text) ? toIso(text) : null
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
  return isReal ? iso.replace('.000Z', 'Z') : null
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
