/** Code-point order: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const dayMs = 86_400_000
/** A quarter of a year; a log of years makes some of them again. */
const mostDates = 100
/** `2026-03-01T` by days since the epoch: a report tells twenty thousand times of few days, and a day takes a calendar to write. */
const dates = new Map<number, string>()

/** The moment that was asked for last: of what happened once, the first and the last time are one text. */
let lastMs = Number.NaN
let lastIso = ''

/** `2026-03-01T10:00:00Z`, with milliseconds where there are any. */
export function isoOf(atMs: number): string {
  if (atMs === lastMs) return lastIso
  lastIso = newIso(atMs)
  lastMs = atMs
  return lastIso
}

function newIso(atMs: number): string {
  if (atMs % 1000 !== 0) return new Date(atMs).toISOString()
  const day = Math.floor(atMs / dayMs)
  return dateOf(day) + clockOf((atMs - day * dayMs) / 1000)
}

function dateOf(day: number): string {
  const known = dates.get(day)
  if (known !== undefined) return known
  const iso = new Date(day * dayMs).toISOString()
  const date = iso.slice(0, iso.indexOf('T') + 1)
  if (dates.size === mostDates) dates.clear()
  dates.set(day, date)
  return date
}

const colon = 58
const zulu = 90

/** `10:00:00Z`, in one go: put together of its parts it would be a text of texts until somebody reads it. */
function clockOf(seconds: number): string {
  const hour = Math.floor(seconds / 3600)
  const minute = Math.floor(seconds / 60) % 60
  const second = seconds % 60
  return String.fromCharCode(
    tens(hour),
    ones(hour),
    colon,
    tens(minute),
    ones(minute),
    colon,
    tens(second),
    ones(second),
    zulu,
  )
}

function tens(number: number): number {
  return 48 + Math.floor(number / 10)
}

function ones(number: number): number {
  return 48 + (number % 10)
}
