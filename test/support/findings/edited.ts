import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'

/** A copy of a payload with one place set, or taken away where `to` is undefined. Parts of a path are keys or indexes. */
export function edited(payload: unknown, path: string, to: unknown): Json {
  return placed(jsonSchema.parse(payload), path.split(' > '), to === undefined ? undefined : jsonSchema.parse(to))
}

/** Several places, one after the other. */
export function editedAll(payload: unknown, places: Readonly<Record<string, unknown>>): Json {
  return Object.entries(places).reduce<Json>((json, [path, to]) => edited(json, path, to), jsonSchema.parse(payload))
}

function placed(value: Json, [key = '', ...rest]: readonly string[], to: Json | undefined): Json {
  if (Array.isArray(value)) {
    const child = rest.length === 0 ? to : placed(value[Number(key)] ?? {}, rest, to)
    const others = value.map((one, index) => (index === Number(key) ? child : one))
    if (Number(key) >= value.length) others.push(child)
    return others.flatMap((one) => (one === undefined ? [] : [one]))
  }
  if (typeof value !== 'object' || value === null) throw new Error(`There is no place ${key} in what is not an object.`)
  const entries = new Map(Object.entries(value))
  const child = rest.length === 0 ? to : placed(entries.get(key) ?? {}, rest, to)
  if (child === undefined) entries.delete(key)
  else entries.set(key, child)
  return Object.fromEntries(entries)
}
