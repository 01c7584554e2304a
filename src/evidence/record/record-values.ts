import type { Json } from '../../domain/canonical-json.js'
import { cleanText } from '../../domain/clean-text.js'

export type JsonObject = { [name: string]: Json }

/** The text, fit to be stored (see `cleanText`); nothing for '' and for whatever is no text. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  return isClean(value) ? value : cleanText(value)
}

/** Asked first, because nearly every text is clean and the answer costs less than a copy. */
export function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** The fields of an object; nothing for a list, null, a text or a number. */
export function fieldsOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

/** `true` and `'true'`: CloudTrail writes truth both ways. */
export function truthOf(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : undefined
}

/** What follows the last slash of an ARN; the whole text where there is none. */
export function lastSegment(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1)
}
