import type { StoredRecord } from './audit-source.js'
import { isJsonObject, type JsonObject, type JsonValue } from './canonical-text.js'

/** A stored record to look into. Its body is JSON, but need not be what auditBodySchema says. */
export interface StoredLink {
  readonly seq: number
  readonly body: JsonObject
  readonly prevHash: string
  readonly hash: string
}

export function storedLink({ body, ...link }: StoredRecord): StoredLink {
  return { ...link, body: bodyOf(body) }
}

/** What is no JSON object, or is nested deeper than can be read, is an empty one: its hash cannot match. */
export function bodyOf(text: string): JsonObject {
  try {
    const value: JsonValue = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}
