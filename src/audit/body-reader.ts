import { hash as digest } from 'node:crypto'
import { CanonicalBytes } from './canonical-bytes.js'
import { canonicalText, type JsonObject } from './canonical-text.js'
import { bodyOf } from './stored-link.js'

/**
 * Reads the bodies of stored records, one at a time, for checking many: by CanonicalBytes where that can, else by parsing.
 * What is no JSON object reads as an empty one.
 */
export class BodyReader {
  private readonly bytes = new CanonicalBytes()
  /** null: the bytes hold it. */
  private parsed: JsonObject | null = null

  /** Takes the next body; the one before is forgotten. */
  read(text: string): void {
    this.parsed = this.bytes.read(text) ? null : bodyOf(text)
  }

  /** The JSON text of a member, canonical where it is no object or list; undefined: the body has none of that name. */
  member(key: string): string | undefined {
    if (this.parsed === null) return this.bytes.member(key)
    const value = Object.hasOwn(this.parsed, key) ? this.parsed[key] : undefined
    return value === undefined ? undefined : canonicalText(value)
  }

  /** As linkBody makes it. */
  hashBehind(prevHash: string): string {
    const { parsed, bytes } = this
    const linked = parsed === null ? bytes.canonical(`${prevHash}\n`) : `${prevHash}\n${canonicalText(parsed)}`
    return `sha256:${digest('sha256', linked, 'hex')}`
  }
}
