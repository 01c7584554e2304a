/** GuardDuty's findings are about ten levels deep, envelope and list included. */
export const MAX_JSON_DEPTH = 64

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPENING = { list: 0x5b, object: 0x7b }
const CLOSING = { list: 0x5d, object: 0x7d }

/** The keys of each object that is open; null for a list. */
type Open = (Set<string> | null)[]

/**
 * What is wrong with a JSON text before anything is built from it: nested too deep, or a key that an object has twice, where
 * two readers would each see another value. null where neither is so; whether it is JSON at all is for JSON.parse to say.
 * Answers any text, in time and memory linear in its length.
 */
export function scanJson(text: string): string | null {
  const open: Open = []
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) {
      const end = endOfString(text, at)
      if (isSecondOfItsName(open, text, at, end)) return 'an object in it has the same key twice'
      at = end
    } else if (unit === OPENING.list || unit === OPENING.object) {
      if (open.length === MAX_JSON_DEPTH) return `it is nested deeper than ${MAX_JSON_DEPTH} levels`
      open.push(unit === OPENING.object ? new Set() : null)
    } else if (unit === CLOSING.list || unit === CLOSING.object) {
      open.pop()
    }
  }
  return null
}

/** The place of the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at
}

/** Keys are compared as they are read: `"\u0061"` is `"a"`. */
function isSecondOfItsName(open: Open, text: string, start: number, end: number): boolean {
  const keys = open.at(-1)
  if (!keys || !isFollowedByColon(text, end)) return false
  const key = read(text.slice(start, end + 1))
  if (keys.has(key)) return true
  keys.add(key)
  return false
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
  return text.charCodeAt(at) === COLON
}

/** A text with escapes that JSON does not have makes the whole unreadable, which JSON.parse will say. */
function read(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch (error) {
    if (error instanceof SyntaxError) return quoted
    throw error
  }
}
