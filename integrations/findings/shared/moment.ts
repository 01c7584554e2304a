import { z } from 'zod'

/** Any ISO 8601 date-time with a zone, as the same moment in UTC with milliseconds, so that equal updates compare equal. */
export const moment = z.iso.datetime({ offset: true }).transform((text, context) => {
  const date = new Date(text)
  if (!Number.isNaN(date.getTime())) return date.toISOString()
  context.issues.push({ code: 'custom', input: null, message: 'no moment that exists' })
  return z.NEVER
})

/** Seconds since 1970 are below it until the year 5138, milliseconds above it since 1973. */
const FIRST_MILLISECONDS = 1e11

/**
 * The same of what products and pipelines write: ISO 8601 with a space for the T, with no zone (UTC is meant), `+0000`, or
 * seconds or milliseconds since 1970 as a number or text. null where it is none of these or outside of the years 0 to 9999.
 */
export function anyMoment(value: unknown): string | null {
  if (typeof value === 'number') return ofEpoch(value)
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (/^\d{9,13}(\.\d{1,9})?$/.test(text)) return ofEpoch(Number(text))
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/.exec(text)
  if (parts === null) return null
  const [, day, time, fraction = '', zone = 'Z'] = parts
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
  return kept(new Date(`${day}T${time}${fraction.slice(0, 4)}${offset}`))
}

function ofEpoch(number: number): string | null {
  return kept(new Date(Math.abs(number) < FIRST_MILLISECONDS ? number * 1000 : number))
}

function kept(date: Date): string | null {
  if (Number.isNaN(date.getTime())) return null
  const text = date.toISOString()
  return /^\d{4}-/.test(text) ? text : null
}

/** The lenient form as a schema, for optional places: null and absence are none, anything else unreadable is refused. */
export const looseMoment = z
  .unknown()
  .optional()
  .transform((value, context): string | null => {
    if (value === undefined || value === null || value === '') return null
    const read = anyMoment(value)
    if (read === null) context.issues.push({ code: 'custom', input: null, message: 'not a date and time' })
    return read
  })
