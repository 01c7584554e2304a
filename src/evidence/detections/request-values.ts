import type { Json } from '../../domain/canonical-json.js'
import { fieldsOf, type JsonObject, textOf } from '../record/record-values.js'
import { remembered } from '../record/remembered.js'

/** What stands at `a.b.c`. */
export function valueAt(fields: JsonObject, path: string): Json | undefined {
  // As nearly all paths are.
  if (!path.includes('.')) return fields[path]
  return path.split('.').reduce<Json | undefined>((value, name) => fieldsOf(value)?.[name], fields)
}

export function textAt(fields: JsonObject, path: string): string | undefined {
  return textOf(valueAt(fields, path))
}

export function numberAt(fields: JsonObject, path: string): number | undefined {
  const value = valueAt(fields, path)
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** `true`, `'true'`, and the wrapped `{"value": true}` of EC2. */
export function isTrueAt(fields: JsonObject, path: string): boolean {
  const value = valueAt(fields, path)
  const bare = fieldsOf(value)?.value ?? value
  return bare === true || bare === 'true'
}

export function isFalseAt(fields: JsonObject, path: string): boolean {
  const value = valueAt(fields, path)
  const bare = fieldsOf(value)?.value ?? value
  return bare === false || bare === 'false'
}

/** Deeper than any service nests its lists. */
const maxDepth = 12

/**
 * All texts and numbers that stand under one of the names, at any depth, also in lists of them: services wrap the same parameter
 * in many ways (`instancesSet.items[0].instanceId`, `DeleteFlowLogsRequest.FlowLogId.content`). Names compare without case.
 */
export function textsUnder(value: Json | undefined, ...names: readonly string[]): string[] {
  const found: string[] = []
  collect(value, false, 0, { wanted: names.map(lowerCase), found })
  return found
}

/** Fields have the same few names in every record. */
const lowerCase = remembered((name) => name.toLowerCase())

/** `instanceIds.item`, `FlowLogId.content`: what XML was before it was JSON. */
const wrappers: ReadonlySet<string> = new Set(['items', 'item', 'content', 'member', 'value'])

interface Collection {
  /** A few: each of them is compared sooner than a set is made. */
  readonly wanted: readonly string[]
  readonly found: string[]
}

function collect(value: Json | undefined, isUnder: boolean, depth: number, into: Collection): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (isUnder && value !== '') into.found.push(String(value))
    return
  }
  if (typeof value !== 'object' || value === null || depth > maxDepth) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, isUnder, depth + 1, into)
    return
  }
  for (const name of Object.keys(value)) {
    const isWanted = into.wanted.includes(lowerCase(name))
    const isWrapped = isUnder && wrappers.has(name)
    collect(value[name], isWanted || isWrapped, depth + 1, into)
  }
}
