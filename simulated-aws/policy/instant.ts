/**
 * A policy's or context's date as milliseconds since 1970, or undefined.
 *
 * Read are the W3C forms of ISO 8601 (2026, 2026-03, 2026-03-04, with time, seconds, fraction and offset; without an
 * offset it is UTC) and epoch seconds. A number of four digits is a year.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function parseInstant(text: string): number | undefined {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000
  const form = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/
  const found = form.exec(text)
  if (found === null) return undefined
  const [, year, month = '01', day = '01', time = '00:00', seconds = ':00', offset = 'Z'] = found
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset
  const instant = Date.parse(`${year}-${month}-${day}T${time}${seconds}${zone}`)
  return Number.isNaN(instant) ? undefined : instant
}
