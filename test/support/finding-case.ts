import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { payloadSources } from '../../integrations/findings/sources.js'
import type { Json } from '../../src/domain/canonical-json.js'

/**
 * How test/cases/findings/*.json describe a payload: whole (`payload`), or as the source's base event
 * (bases/<source>.json) with places `set` and `remove`d by their dotted path, in one of the forms that arrive.
 */
const formSchema = z.enum(['event', 'bare', 'pascalCaseEvent', 'pascalCaseBare', 'getFindings', 'list'])

const expectedSchema = z.discriminatedUnion('accepted', [
  /** Parts of the finding; a principal is compared whole, and one that is left out is the base's. */
  z.strictObject({ accepted: z.literal(true), finding: z.record(z.string(), z.json()) }),
  z.strictObject({
    accepted: z.literal(false),
    kind: z.enum(['malformed', 'notOurs']),
    reasonMentions: z.array(z.string()).min(1),
  }),
])

export const findingCaseSchema = z.strictObject({
  name: z.string(),
  payload: z.json().optional(),
  form: formSchema.default('event'),
  set: z.record(z.string(), z.json()).default({}),
  remove: z.array(z.string()).default([]),
  expected: expectedSchema,
})
export type FindingCase = z.infer<typeof findingCaseSchema>

export const findingCasesSchema = z.strictObject({ source: z.enum(payloadSources), cases: z.array(findingCaseSchema) })

const objectSchema = z.record(z.string(), z.json())
const baseSchema = z.strictObject({ payload: objectSchema, principal: objectSchema })
export type FindingBase = z.infer<typeof baseSchema>

export function readBase(source: string): FindingBase {
  return baseSchema.parse(
    JSON.parse(readFileSync(new URL(`../cases/findings/bases/${source}.json`, import.meta.url), 'utf8')),
  )
}

export function payloadOf({ payload, form, set, remove }: FindingCase, base: FindingBase): Json {
  if (payload !== undefined) return payload
  const changed = Object.entries(set).reduce<Json>((event, [path, to]) => withPlace(event, path, to), base.payload)
  const event = placesOf(remove.reduce<Json>((rest, path) => withPlace(rest, path, undefined), changed))
  const detail = event.detail ?? null
  switch (form) {
    case 'event':
      return event
    case 'bare':
      return detail
    case 'pascalCaseEvent':
      return { ...event, detail: inPascalCase(detail) }
    case 'pascalCaseBare':
      return inPascalCase(detail)
    case 'getFindings':
      return { Findings: [inPascalCase(detail)] }
    case 'list':
      return [detail]
  }
}

/** A copy with one place set, or removed where `to` is undefined. Built from entries: `__proto__` stays an ordinary key. */
export function withPlace(value: Json, path: string, to: Json | undefined): Json {
  const [key = '', ...rest] = path.split('.')
  const entries = new Map(Object.entries(placesOf(value)))
  const child = rest.length === 0 ? to : withPlace(entries.get(key) ?? {}, rest.join('.'), to)
  if (child === undefined) entries.delete(key)
  else entries.set(key, child)
  return Object.fromEntries(entries)
}

function placesOf(value: Json): { [key: string]: Json } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error('A case sets or removes a place inside of what is not an object.')
}

export function inPascalCase(value: Json): Json {
  if (Array.isArray(value)) return value.map(inPascalCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key.charAt(0).toUpperCase() + key.slice(1), inPascalCase(child)]),
  )
}
