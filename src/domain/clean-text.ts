import type { Json } from './canonical-json.js'

/**
 * PostgreSQL's jsonb refuses U+0000 and lone surrogates, and RFC 8785 the latter; an attacker can put both into a session
 * name or a user agent. They are replaced at the edge, with U+FFFD, so that such a text can never keep a record from being
 * written.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}

/** The same for every text and key inside of JSON. */
export function cleanJson(value: Json): Json {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [cleanText(key), cleanJson(child)]))
}
