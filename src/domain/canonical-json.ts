import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { z } from 'zod'
import type { jsonSchema } from './json-schema.js'

export type Json = z.infer<typeof jsonSchema>

/** RFC 8785 text of a value: one spelling for equal values. Refuses what JSON cannot hold (NaN, lone surrogates). */
export function canonicalJson(value: object | Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('This value has no JSON form, so it cannot be hashed or stored.')
  return text
}

/** `sha256:<hex>` of a text. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`
}

/** Digest of a value by its canonical JSON: what a decision is bound to and a document is filed under. */
export function digestOf(value: object | Json): string {
  return sha256(canonicalJson(value))
}
