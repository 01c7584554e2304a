import type { Json } from '../src/domain/canonical-json.js'
import { parseDuration } from './duration.js'

/**
 * What may stand in double braces in payloads, texts and ARNs of an exercise:
 *   {{now}}  {{now-5m}}  {{now+1h}}            exercise time as ISO 8601
 *   {{account}}  {{region}}                      of the first account
 *   {{account:222222222222}}                     another account of the world, which must be there
 *   {{role:NAME:id}}  {{role:NAME:arn}}         of the account that has it; likewise user and group
 *   {{role:222222222222/NAME:arn}}               where several accounts have one of the name: which
 *   {{profile:NAME:id}}  {{profile:NAME:arn}}   of Roles Anywhere, once it is there
 *   {{user:NAME:key}}                            the id of the user's first access key
 *   {{step:ID:key}}  {{step:ID:session}}         what the attacker holds in that step
 *   {{history:ID:key}}  {{history:ID:session}}   whose calls these were
 *   {{person:ROLE}}                              how a role of the exercise is called
 */
export type Placeholder =
  | { readonly kind: 'now'; readonly offsetMs: number }
  | { readonly kind: 'region' }
  /** null: the first. */
  | { readonly kind: 'account'; readonly id: string | null }
  | NamedEntity
  | { readonly kind: 'step' | 'history'; readonly id: string; readonly of: 'key' | 'session' }
  | { readonly kind: 'person'; readonly role: string }

export interface NamedEntity {
  readonly kind: 'role' | 'user' | 'group' | 'profile'
  readonly name: string
  /** The account whose it is; null: the only one that has it. */
  readonly account: string | null
  readonly of: 'id' | 'arn' | 'key'
}

const BRACES = /\{\{([^{}]{0,200})\}\}/g
const NOW = /^now(?:([+-])(.+))?$/
const ACCOUNT = /^account:(\d{12})$/
const ENTITY = /^(role|user|group):(?:(\d{12})\/)?([\w+=,.@-]{1,128}):(id|arn|key)$/
const PROFILE = /^profile:(?:(\d{12})\/)?([ \w-]{1,255}):(id|arn)$/
const ACTED = /^(step|history):([A-Za-z][\w-]{0,39}):(key|session)$/
const PERSON = /^person:([A-Za-z][\w-]{0,39})$/

/** Reads what stands between the braces; null where it is no placeholder that there is. */
export function parsePlaceholder(text: string): Placeholder | null {
  const name = text.trim()
  if (name === 'region') return { kind: name }
  if (name === 'account') return { kind: name, id: null }
  const [, sign, offset] = NOW.exec(name) ?? []
  if (name === 'now') return { kind: 'now', offsetMs: 0 }
  if (sign !== undefined && offset !== undefined) {
    const duration = parseDuration(offset)
    return duration === null ? null : { kind: 'now', offsetMs: sign === '-' ? -duration.ms : duration.ms }
  }
  return parseAccount(name) ?? parseEntity(name) ?? parseProfile(name) ?? parseActed(name) ?? parsePerson(name)
}

function parseAccount(name: string): Placeholder | null {
  const [, id] = ACCOUNT.exec(name) ?? []
  return id === undefined ? null : { kind: 'account', id }
}

function parseProfile(text: string): Placeholder | null {
  const [, account = null, name, of] = PROFILE.exec(text) ?? []
  if (name === undefined || (of !== 'id' && of !== 'arn')) return null
  return { kind: 'profile', name, account, of }
}

function parseEntity(name: string): Placeholder | null {
  const [, kind, account = null, entity, of] = ENTITY.exec(name) ?? []
  if (entity === undefined || (kind !== 'role' && kind !== 'user' && kind !== 'group')) return null
  if (of === 'key') return kind === 'user' ? { kind, name: entity, account, of } : null
  return of === 'id' || of === 'arn' ? { kind, name: entity, account, of } : null
}

function parseActed(name: string): Placeholder | null {
  const [, kind, id, of] = ACTED.exec(name) ?? []
  if (id === undefined || (kind !== 'step' && kind !== 'history')) return null
  return of === 'key' || of === 'session' ? { kind, id, of } : null
}

function parsePerson(name: string): Placeholder | null {
  const [, role] = PERSON.exec(name) ?? []
  return role === undefined ? null : { kind: 'person', role }
}

/** Every placeholder of a text, as it is written between the braces. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(BRACES)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

/** Fills in a text; what `meaningOf` does not know (null) stays as it is written, so that it is seen. */
export function fillText(text: string, meaningOf: (placeholder: Placeholder) => string | null): string {
  return text.replace(BRACES, (whole, name: string) => {
    const placeholder = parsePlaceholder(name)
    return (placeholder === null ? null : meaningOf(placeholder)) ?? whole
  })
}

/** The same for every text inside of JSON; keys stay as they are. */
export function fillJson(value: Json, meaningOf: (placeholder: Placeholder) => string | null): Json {
  if (typeof value === 'string') return fillText(value, meaningOf)
  if (Array.isArray(value)) return value.map((item) => fillJson(item, meaningOf))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fillJson(child, meaningOf)]))
}
