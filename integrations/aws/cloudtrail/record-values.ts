import type { Json } from '../../../src/domain/canonical-json.js'

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Without the fields that are not there: "absent" and "undefined" must hash alike. */
export function presentFields<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const kept: { [Name in keyof T]?: Exclude<T[Name], undefined> } = {}
  for (const name in fields) {
    const value = fields[name]
    if (isPresent(value)) kept[name] = value
  }
  return kept
}

function isPresent<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}
