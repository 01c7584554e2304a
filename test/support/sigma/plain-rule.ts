import type { Json } from '../../../src/domain/canonical-json.js'
import type { TrailRecord } from '../../../src/domain/trail-record.js'

/** A published rule as a person reads it, sharing no code with the engine: when it fires, and one record it fires on. */
export interface PlainRule {
  readonly fires: (record: TrailRecord) => boolean
  readonly example: TrailRecord
}

/** The value some keys down; undefined where there is none. */
export function at(record: TrailRecord, ...keys: readonly string[]): Json | undefined {
  let value: Json | undefined = record
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = Object.entries(value).find(([name]) => name === key)?.[1]
  }
  return value
}

/** Equal to one of some words, capitals aside. */
export function is(value: Json | undefined, ...words: readonly string[]): boolean {
  if (value === undefined || value === null || typeof value === 'object') return false
  return words.some((word) => word.toLowerCase() === `${value}`.toLowerCase())
}

/** A text that has a word in it, or a map or list whose JSON has; capitals aside. */
export function has(value: Json | undefined, word: string): boolean {
  if (value === undefined || value === null) return false
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value}`
  return text.toLowerCase().includes(word.toLowerCase())
}

export function given(value: Json | undefined): boolean {
  return value !== undefined && value !== null
}

/** The common rule: some calls of a service. */
export function calls(source: string, ...names: readonly string[]): PlainRule {
  const [first] = names
  return {
    fires: (record) => is(at(record, 'eventSource'), source) && is(at(record, 'eventName'), ...names),
    example: { eventSource: source, eventName: first ?? '' },
  }
}

/** The same, and something else. */
export function callsWhere(call: PlainRule, also: (record: TrailRecord) => boolean, more: TrailRecord): PlainRule {
  return { fires: (record) => call.fires(record) && also(record), example: { ...call.example, ...more } }
}

export function named(name: string, also: (record: TrailRecord) => boolean, more: TrailRecord): PlainRule {
  return { fires: (record) => is(at(record, 'eventName'), name) && also(record), example: { eventName: name, ...more } }
}

/** Without an error code, or with the one that says success. */
export function worked(record: TrailRecord): boolean {
  return !given(at(record, 'errorCode')) || is(at(record, 'errorCode'), 'success')
}
