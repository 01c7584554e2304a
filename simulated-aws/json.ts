import { z } from 'zod'

/** What JSON.parse can return. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A JSON object: a policy document, a CloudTrail record, a part of either. */
export type JsonObject = { [key: string]: Json }

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Checks the outermost level only: the text came from JSON.parse, and a log may hold a hundred thousand records. */
export const jsonObjectSchema = z.custom<JsonObject>(isJsonObject, 'must be a JSON object')

/** A field of something that may not be an object; undefined where there is none. */
export function fieldOf(value: Json | undefined, ...path: string[]): Json | undefined {
  let current = value
  for (const key of path) {
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined
    current = current[key]
  }
  return current
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
