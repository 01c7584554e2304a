import type { TimePart } from './field-test.js'

const ISO_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/
const DAY_MS = 86_400_000

/** A number out of a date as it is written (CloudTrail writes UTC); null where the text is none, or has no such part. */
export function timePartOf(value: string | number | boolean, part: TimePart): number | null {
  const match = typeof value === 'string' ? ISO_TIME.exec(value) : null
  if (match === null) return null
  const [year, month, day, hour, minute] = match.slice(1).map(numberOf)
  if (year == null || month == null || day == null) return null
  const parts = { year, month, day, hour: hour ?? null, minute: minute ?? null }
  return part === 'week' ? isoWeek(Date.UTC(year, month - 1, day)) : parts[part]
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}

/** ISO 8601: weeks begin on Monday, and a week belongs to the year that its Thursday is in. */
function isoWeek(dayMs: number): number {
  const weekday = (new Date(dayMs).getUTCDay() + 6) % 7
  const thursdayMs = dayMs + (3 - weekday) * DAY_MS
  const yearStartMs = Date.UTC(new Date(thursdayMs).getUTCFullYear(), 0, 1)
  return Math.floor((thursdayMs - yearStartMs) / DAY_MS / 7) + 1
}
