/** Own keys of an object; of anything else none. `__proto__` is a key like any other. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map()
  return new Map(Object.entries(value))
}

/**
 * The texts at a dotted path, however it is spelt: `{"a.b.c": 1}`, `{"a": {"b": {"c": 1}}}` or any mixture; lists give all
 * of theirs. Each once, trimmed, in the order found; '' and null are none. A path has six parts at most.
 */
export function valuesAt(document: unknown, path: string): string[] {
  return [...new Set(rawAt(document, path.split('.')).flatMap(texts))]
}

function rawAt(value: unknown, parts: readonly string[]): unknown[] {
  if (parts.length === 0) return [value]
  // A list of objects (Elastic's nested fields) has the path in each of them.
  if (Array.isArray(value)) return value.slice(0, MAX_LIST).flatMap((one) => rawAt(one, parts))
  const fields = fieldsOf(value)
  return parts.flatMap((_, index) => {
    const key = parts.slice(0, index + 1).join('.')
    return fields.has(key) ? rawAt(fields.get(key), parts.slice(index + 1)) : []
  })
}

/** More than anybody needs to see that they are too many. */
const MAX_LIST = 20

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, MAX_LIST).flatMap((one) => (Array.isArray(one) ? [] : texts(one)))
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []
}
