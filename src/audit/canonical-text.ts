/** JSON as PostgreSQL and JSON.parse hand it over. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [key: string]: JsonValue
}

const shownKeys = new Map<string, string>()
/** Keys inside of `detail` may come from outside: the memory for them is bounded. */
const MAX_SHOWN_KEYS = 2_000

/** What JSON shows as it is, between quotes. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

/**
 * RFC 8785 text of a value that JSON.parse made: the same as canonicalJson, which a property test holds it to, and three
 * times as fast, because it need not look for what JSON cannot hold. For checking many records; what is written goes
 * through canonicalJson.
 */
export function canonicalText(value: JsonValue): string {
  if (typeof value === 'string') return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return isList(value) ? listText(value) : objectText(value)
}

function objectText(value: JsonObject): string {
  let text = '{'
  for (const key of sorted(Object.keys(value))) {
    if (text.length > 1) text += ','
    text += shownKey(key) + canonicalText(value[key] ?? null)
  }
  return `${text}}`
}

function listText(values: readonly JsonValue[]): string {
  let text = '['
  for (const value of values) {
    if (text.length > 1) text += ','
    text += canonicalText(value)
  }
  return `${text}]`
}

/** Above it insertion is no longer the quicker way. */
const FEW = 24

/** By UTF-16 code units, as the RFC says and as `<` and sort() do. Sorts in place, by insertion: objects have few keys. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort()
  for (let place = 1; place < keys.length; place += 1) {
    const key = keys[place] ?? ''
    let at = place
    for (let before = keys[at - 1]; before !== undefined && before > key; before = keys[at - 1]) {
      keys[at] = before
      at -= 1
    }
    keys[at] = key
  }
  return keys
}

function shownKey(key: string): string {
  const known = shownKeys.get(key)
  if (known !== undefined) return known
  const shown = `${JSON.stringify(key)}:`
  if (shownKeys.size < MAX_SHOWN_KEYS) shownKeys.set(key, shown)
  return shown
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Array.isArray leaves a readonly array out of what it tells the compiler. */
function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value)
}
