import { z } from 'zod'

/** A span of exercise time. As an object, so that the unit is in the name wherever it is used: `within.ms`. */
export interface Duration {
  readonly ms: number
}

const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const
const MAX_MS = 366 * UNITS_MS.d

/** `PT1H30M`, `P1DT12H`, `PT0.5S`: ISO 8601 without years, months and weeks, whose lengths differ. */
const ISO = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6}(?:\.\d{1,3})?)S)?)?$/
/** `90s`, `15m`, `1h30m`, `2d`, `0`. */
const SHORT = /^(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s)?$/
/** The two as one, for the JSON Schema. */
const EITHER =
  /^(0|P(?=[\dT])(\d{1,5}D)?(T(?=\d)(\d{1,5}H)?(\d{1,5}M)?(\d{1,6}(\.\d{1,3})?S)?)?|(?=\d)(\d{1,5}d)?(\d{1,5}h)?(\d{1,5}m)?(\d{1,6}(\.\d{1,3})?s)?)$/

/** Reads `15m`, `1h30m`, `90s`, `PT15M`; null where the text is no duration, or longer than a year. */
export function parseDuration(text: string): Duration | null {
  if (text === '0') return { ms: 0 }
  if (!EITHER.test(text)) return null
  const parts = ISO.exec(text) ?? SHORT.exec(text)
  if (parts === null) return null
  const [, days, hours, minutes, seconds] = parts
  const ms =
    Number(days ?? 0) * UNITS_MS.d +
    Number(hours ?? 0) * UNITS_MS.h +
    Number(minutes ?? 0) * UNITS_MS.m +
    Math.round(Number(seconds ?? 0) * UNITS_MS.s)
  return ms > MAX_MS ? null : { ms }
}

/** `15m`, `1h30m`, `4m12s`, `0s`: what parseDuration reads back as the same, to the second or finer. */
export function showDuration(ms: number): string {
  const rounded = Math.max(0, Math.round(ms))
  const days = Math.floor(rounded / UNITS_MS.d)
  const hours = Math.floor((rounded % UNITS_MS.d) / UNITS_MS.h)
  const minutes = Math.floor((rounded % UNITS_MS.h) / UNITS_MS.m)
  const seconds = (rounded % UNITS_MS.m) / UNITS_MS.s
  const parts = [
    days > 0 ? `${days}d` : '',
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    seconds > 0 ? `${seconds}s` : '',
  ].join('')
  return parts === '' ? '0s' : parts
}

/** `T+04:12`, `T+1:04:12`: when in an exercise something happened. */
export function showExerciseTime(atMs: number): string {
  const total = Math.floor(Math.max(0, atMs) / UNITS_MS.s)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(total / 3_600)
  const rest = `${two(Math.floor((total % 3_600) / 60))}:${two(total % 60)}`
  return hours > 0 ? `T+${hours}:${rest}` : `T+${rest}`
}

const NO_DURATION = 'it is no duration'

/** A duration in the file: 0 is one. */
export const durationSchema = z
  .string()
  .regex(EITHER, NO_DURATION)
  .transform((text, context): Duration => {
    const parsed = parseDuration(text)
    if (parsed !== null) return parsed
    context.addIssue({ code: 'custom', message: 'it is longer than a year' })
    return z.NEVER
  })

/** A duration of which 0 makes no sense: how long something takes, or at most may. */
export const spanSchema = durationSchema.refine(({ ms }) => ms > 0, 'it must be longer than 0')
