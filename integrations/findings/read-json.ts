import { isUtf8 } from 'node:buffer'
import { scanJson } from './scan-json.js'

/** What JSON.parse made of a payload, or a sentence on why it was not asked, or could not. */
export type JsonReading =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly reason: string }

/**
 * A payload of a source as it came: UTF-8 (a byte order mark is passed over), no deeper than 64 levels, no key twice in an
 * object. A key `__proto__` becomes an own property like any other, and the parsers read only keys that they name, so it is
 * inert: refusing it would let whoever may name a tag or a resource so keep a finding out. Never throws.
 */
export function readJson(bytes: Uint8Array): JsonReading {
  if (!isUtf8(bytes)) return refused('it is not UTF-8')
  const text = new TextDecoder().decode(bytes)
  if (text.trim() === '') return refused('it is empty')
  const fault = scanJson(text)
  if (fault !== null) return refused(fault)
  try {
    return { ok: true, payload: JSON.parse(text) }
  } catch (error) {
    // V8's message quotes the text, which is the sender's.
    if (error instanceof SyntaxError) return refused('it does not follow the grammar of JSON')
    throw error
  }
}

function refused(why: string): JsonReading {
  return { ok: false, reason: `The payload is not JSON that can be taken: ${why}.` }
}
