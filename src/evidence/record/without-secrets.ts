import type { Json } from '../../domain/canonical-json.js'
import { cleanText } from '../../domain/clean-text.js'
import { fieldsOf, isClean, type JsonObject } from './record-values.js'
import { remembered } from './remembered.js'

const secretName =
  /(secret[-_]?(access[-_]?)?key|(session|security|signin|access|refresh|auth|authorization|bearer|id|webidentity)[-_]?token|client[-_]?secret|secret(string|binary)|password|private[-_]?key|samlassertion)$/i
/** Nested deeper than any service nests: whoever writes such a record wants a reader to run out of stack. */
const maxDepth = 64

/**
 * The same fields without secrets, and fit to be stored (see `cleanText`): CloudTrail hides secrets itself for the services
 * that it knows; for the others this is the last sieve. What needs no change is handed back as it is, not copied: that is
 * nearly every record.
 */
export function withoutSecrets(fields: JsonObject): JsonObject {
  return isFine(fields, 0) ? fields : sifted(fields, 0)
}

/** True where no name is a secret's, no text needs cleaning, and nothing lies too deep. */
function isFine(value: Json, depth: number): boolean {
  if (typeof value === 'string') return isClean(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth) return false
  if (Array.isArray(value)) return value.every((item) => isFine(item, depth + 1))
  for (const name in value) {
    const child = value[name]
    if (!isFineName(name) || (child !== undefined && !isFine(child, depth + 1))) return false
  }
  return true
}

function sifted(fields: JsonObject, depth: number): JsonObject {
  const kept: [string, Json][] = []
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined) continue
    if (isFineName(name)) kept.push([name, siftedValue(value, depth + 1)])
    else if (!secretName.test(name)) kept.push([cleanText(name), siftedValue(value, depth + 1)])
  }
  // Not by assignment: a field called `__proto__` would then set one.
  return Object.fromEntries(kept)
}

function siftedValue(value: Json, depth: number): Json {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return '(nested too deeply)'
  if (Array.isArray(value)) return value.map((item) => siftedValue(item, depth + 1))
  const fields = fieldsOf(value)
  return fields === undefined ? null : sifted(fields, depth)
}

const isFineName = remembered((name) => isClean(name) && !secretName.test(name))
